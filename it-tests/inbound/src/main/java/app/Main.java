package app;

import dev.remora.bootstrap.Door;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A server, which says {@code ready PORT} and then, whenever asked, what came in at the door. */
public final class Main {
  private Main() {}

  /**
   * Serves until its input ends; the argument is the name of a {@link Container}, and any other
   * leaves the door to the agent.
   */
  public static void main(String[] arguments) throws Exception {
    Container container =
        Class.forName(arguments[0])
            .asSubclass(Container.class)
            .getDeclaredConstructor()
            .newInstance();
    Recorder recorder = new Recorder();
    if (arguments.length == 1) {
      Door.open(recorder);
    }
    awaitWeaving();
    System.out.println("ready " + container.start());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (in.readLine() != null) {
      for (String line : recorder.report()) {
        System.out.println(line);
      }
      System.out.println(".");
    }
    Runtime.getRuntime().halt(0);
  }

  /** The JDK's own classes are woven beside the start of the application. */
  private static void awaitWeaving() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("remora-warm-up")) {
        thread.join(10_000);
      }
    }
  }

  /** A server of any kind. */
  public interface Container {
    /** Starts it; returns its port. */
    int start() throws Exception;
  }
}
