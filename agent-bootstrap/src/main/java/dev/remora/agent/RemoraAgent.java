package dev.remora.agent;

import java.io.File;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;

/**
 * The entry: {@code -javaagent:remora-agent.jar}, attaching to a running JVM, and {@code java -jar
 * remora-agent.jar}.
 *
 * <p>This class is loaded by the application's own class loader before the application's first
 * line, so it stays tiny: it opens the doors in the bootstrap loader, makes the isolated loader,
 * and hands over by reflection. Whatever goes wrong is one line on standard error, and the
 * application runs without the agent. Plain Java 8 without lambdas, no {@code java.util.logging},
 * no NIO file system, no JMX: the application may still be about to choose its own.
 */
public final class RemoraAgent {
  /**
   * Marks agent options that are a command for the agent already in the JVM: {@code @status
   * /path/of/the/reply}.
   */
  private static final char COMMAND = '@';

  private RemoraAgent() {}

  /** Called by the JVM for {@code -javaagent}. */
  public static void premain(String options, Instrumentation instrumentation) {
    start(options, instrumentation);
  }

  /** Called by the JVM when attached to, either to start the agent or to bring it a command. */
  public static void agentmain(String options, Instrumentation instrumentation) {
    if (options != null && !options.isEmpty() && options.charAt(0) == COMMAND) {
      command(options.substring(1));
    } else {
      start(options, instrumentation);
    }
  }

  /**
   * The command line: {@code attach}, {@code status}, {@code disable}, {@code enable}, {@code
   * validate}.
   */
  public static void main(String[] arguments) throws Throwable {
    File jar = AgentJar.locate();
    ClassLoader loader = new AgentClassLoader(jar, ClassLoader.getSystemClassLoader());
    try {
      Method run =
          loader
              .loadClass("dev.remora.javaagent.cli.Cli")
              .getMethod("run", File.class, String[].class);
      int status = (Integer) run.invoke(null, jar, arguments);
      if (status != 0) {
        // This JVM is ours alone: a command's exit status is its answer.
        System.exit(status);
      }
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void start(String options, Instrumentation instrumentation) {
    try {
      if (isRunning()) {
        System.err.println(
            "remora: already running in this JVM; this second start changes nothing");
        return;
      }
      File jar = AgentJar.locate();
      ClassDefiner definer = BootstrapDoors.install(jar, instrumentation);
      ClassLoader loader = new AgentClassLoader(jar, platformLoader());
      loader
          .loadClass("dev.remora.javaagent.Agent")
          .getMethod("start", String.class, Instrumentation.class, Object.class, Method.class)
          .invoke(
              null,
              options,
              instrumentation,
              definer == null ? null : definer.unsafe(),
              definer == null ? null : definer.defineClass());
    } catch (Throwable e) {
      System.err.println("remora: not started, the application runs without it: " + oneLine(e));
    }
  }

  private static void command(String command) {
    int blank = command.indexOf(' ');
    String reply;
    try {
      Class<?> console = Class.forName("dev.remora.bootstrap.Console", true, null);
      reply =
          (String) console.getMethod("run", String.class).invoke(null, command.substring(0, blank));
    } catch (ClassNotFoundException e) {
      reply = null;
    } catch (Throwable e) {
      reply = "failed: " + oneLine(e) + "\n";
    }
    if (reply == null) {
      // The reply's file stays empty: no agent runs here.
      return;
    }
    try (OutputStream out = new FileOutputStream(command.substring(blank + 1))) {
      out.write(reply.getBytes(StandardCharsets.UTF_8));
    } catch (Throwable e) {
      System.err.println("remora: no reply could be written: " + oneLine(e));
    }
  }

  /**
   * Not a plain reference: that would load a second copy of the class from the application's class
   * path.
   */
  private static boolean isRunning() throws ReflectiveOperationException {
    try {
      Class<?> console = Class.forName("dev.remora.bootstrap.Console", true, null);
      return (Boolean) console.getMethod("isOpen").invoke(null);
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * The loader of the JDK's own modules, or on Java 8, where there is none above the bootstrap
   * loader's, null.
   */
  private static ClassLoader platformLoader() throws ReflectiveOperationException {
    try {
      return (ClassLoader) ClassLoader.class.getMethod("getPlatformClassLoader").invoke(null);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  private static String oneLine(Throwable e) {
    Throwable cause = e;
    while (cause instanceof InvocationTargetException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause).replace('\n', ' ').replace('\r', ' ');
  }
}
