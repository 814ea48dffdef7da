package dev.remora.it.app;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ExecutionException;

/**
 * An application that uses a client in several ways at once. The first argument is the {@link
 * Driver}, each further one a thing to do, {@code VARIANT VERB URL}; what is to be done with one
 * variant is done in order, by one client. Each line of output is {@code VARIANT} and how a thing
 * ended, the last is what the agent tells its operator, its lines as one.
 */
public final class Shop implements Runnable {
  private static final int CANCELLED_MS = 300;

  /** What is cancelled may end with its response, unseen, in some clients. */
  private static final int SETTLED_MS = 1_500;

  private final Driver driver;
  private final String variant;
  private final List<String> things = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  private Shop(Driver driver, String variant) {
    this.driver = driver;
    this.variant = variant;
  }

  /** Does what the arguments say. */
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    Driver driver = Class.forName(args[0]).asSubclass(Driver.class).getConstructor().newInstance();
    Map<String, Shop> shops = new LinkedHashMap<>();
    for (int i = 1; i < args.length; i++) {
      String[] words = args[i].split(" ", 2);
      shops.computeIfAbsent(words[0], variant -> new Shop(driver, variant)).things.add(words[1]);
    }
    List<Thread> threads = new ArrayList<>();
    for (Shop shop : shops.values()) {
      Thread thread = new Thread(shop);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (Shop shop : shops.values()) {
      shop.lines.forEach(line -> out.println(shop.variant + " " + line));
    }
    Thread.sleep(SETTLED_MS);
    Object status =
        Class.forName("dev.remora.bootstrap.Console", true, null)
            .getMethod("run", String.class)
            .invoke(null, "status");
    out.println(String.valueOf(status).replace('\n', '|'));
    // Some clients' threads are no daemons.
    System.exit(0);
  }

  @Override
  public void run() {
    Options options = new Options();
    options.variant = variant;
    try (Driver.Client client = driver.open(options)) {
      for (String thing : things) {
        String[] words = thing.split(" ", 2);
        try {
          Reply reply = client.send(request(words[0], words[1]));
          lines.add(reply.status + " " + reply.body);
        } catch (ExecutionException e) {
          lines.add(String.valueOf(e.getCause()));
        } catch (Exception e) {
          lines.add(e.toString());
        }
      }
    } catch (Exception e) {
      lines.add(e.toString());
    }
  }

  private static Request request(String verb, String url) {
    Request request = new Request();
    request.url = url;
    switch (verb) {
      case "get":
        break;
      case "cancel":
        new Timer(true)
            .schedule(
                new TimerTask() {
                  @Override
                  public void run() {
                    request.cancel();
                  }
                },
                CANCELLED_MS);
        break;
      case "put":
      case "post":
        request.method = verb.equals("put") ? "PUT" : "POST";
        request.body = new Body();
        request.body.text = "posted";
        break;
      case "stream":
        request.method = "PUT";
        request.body = new Body();
        request.body.kind = Body.Kind.UNSIZED;
        request.body.text = "x";
        break;
      default:
        throw new IllegalArgumentException(verb);
    }
    return request;
  }
}
