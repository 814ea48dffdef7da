package dev.remora.it.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The application: reads a {@link Command} a line, carries it out with its {@link Driver}, prints
 * an {@link Answer} a line. It ends when its input does, by returning from {@code main}.
 */
public final class Main {
  private final Driver driver;
  private final Timer clock = new Timer("clock", true);

  private Main(Driver driver) {
    this.driver = driver;
  }

  /**
   * Runs the application.
   *
   * @param args the class name of the driver
   */
  public static void main(String[] args) throws Exception {
    Names.install();
    Driver driver = Class.forName(args[0]).asSubclass(Driver.class).getConstructor().newInstance();
    Main app = new Main(driver);
    PrintStream out = System.out;
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(Json.write(app.run(Json.read(line, Command.class))));
      out.flush();
    }
  }

  private Answer run(Command command) {
    Answer answer = new Answer();
    answer.id = command.id;
    if (command.console != null) {
      answer.console = console(command.console);
      return answer;
    }
    command.options.enter();
    try (Driver.Client client = driver.open(command.options)) {
      answer.outcomes.addAll(run(command, client));
    } catch (Throwable e) {
      answer.broken = failed(new Outcome(), e);
    } finally {
      command.options.close();
    }
    return answer;
  }

  /**
   * What the operator has done here with {@code java -jar remora-agent.jar}: the same door, without
   * a JVM of its own each time. The application knows nothing of it.
   */
  private static String console(String line) {
    try {
      Class<?> console = Class.forName("dev.remora.bootstrap.Console", true, null);
      return String.valueOf(console.getMethod("run", String.class).invoke(null, line));
    } catch (ClassNotFoundException e) {
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Outcome> run(Command command, Driver.Client client) throws InterruptedException {
    List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger number = new AtomicInteger();
    Runnable work =
        () -> {
          for (int i = 0; i < command.repeat; i++) {
            String n = String.valueOf(number.incrementAndGet());
            for (Request request : command.requests) {
              outcomes.add(send(client, request.copy(request.url.replace("{n}", n))));
            }
          }
        };
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < command.threads; i++) {
      Thread thread = new Thread(work, "app-" + (i + 1));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return outcomes;
  }

  private Outcome send(Driver.Client client, Request request) {
    Outcome outcome = new Outcome();
    outcome.asked = request.url;
    Thread caller = Thread.currentThread();
    AtomicInteger done = new AtomicInteger();
    after(request.cancelAfterMs, request::cancel);
    after(
        request.interruptAfterMs,
        () -> {
          if (done.getAndIncrement() == 0) {
            caller.interrupt();
          }
        });
    try {
      if (request.waitMs > 0) {
        Thread.sleep(request.waitMs);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (request.interrupted) {
      caller.interrupt();
    }
    long begin = System.nanoTime();
    try {
      outcome.reply = client.send(request);
    } catch (Throwable e) {
      failed(outcome, e);
    }
    outcome.tookMs = (System.nanoTime() - begin) / 1_000_000;
    done.getAndIncrement();
    outcome.interrupted = Thread.interrupted();
    return outcome;
  }

  private void after(int ms, Runnable work) {
    if (ms > 0) {
      clock.schedule(
          new TimerTask() {
            @Override
            public void run() {
              new Thread(work, "clock work").start();
            }
          },
          ms);
    }
  }

  private static Outcome failed(Outcome outcome, Throwable failure) {
    if (failure instanceof Unsupported) {
      outcome.unsupported = failure.getMessage();
    }
    Throwable bare =
        failure instanceof ExecutionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    outcome.io = bare instanceof IOException;
    for (Throwable e = failure; e != null && outcome.failure.size() < 8; e = e.getCause()) {
      outcome.failure.add(e.getClass().getName() + ": " + e.getMessage());
    }
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    outcome.trace = trace.toString();
    return outcome;
  }
}
