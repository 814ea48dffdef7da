package dev.remora.javaagent;

import dev.remora.bootstrap.Console;
import dev.remora.bootstrap.Door;
import dev.remora.core.Mesh;
import dev.remora.core.config.Config;
import dev.remora.core.config.ConfigException;
import dev.remora.core.config.InboundToken;
import dev.remora.core.config.TelemetryMode;
import dev.remora.core.log.Log;
import dev.remora.instrumentation.api.Integration;
import dev.remora.javaagent.weave.ClassDefiner;
import dev.remora.javaagent.weave.HookIndex;
import dev.remora.javaagent.weave.WeavingTransformer;
import dev.remora.telemetry.beside.Annotator;
import dev.remora.telemetry.beside.OtherAgent;
import dev.remora.telemetry.config.Wanted;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The agent in one JVM, inside its isolated loader.
 *
 * <p>Only what must be there before the application's first class happens on the thread that starts
 * it: reading settings, opening the door, and putting the transformer in place. Registries and the
 * byte-code library come up on threads of their own.
 */
public final class Agent {
  private Agent() {}

  /**
   * Starts the agent; called by the entry, by reflection.
   *
   * @param options the text after {@code -javaagent:remora-agent.jar=}, or null
   * @param unsafe see {@link ClassDefiner#ClassDefiner(Object, Method)}
   * @param defineClass see {@link ClassDefiner#ClassDefiner(Object, Method)}
   */
  public static void start(
      String options, Instrumentation instrumentation, Object unsafe, Method defineClass) {
    Config config;
    try {
      config = Config.load(options, System.getProperties(), System.getenv());
    } catch (ConfigException e) {
      new Log(Log.Level.ERROR, System.err)
          .error(e.getMessage() + "; the application runs without Remora");
      return;
    }
    if (!config.enabled() && config.file() == null) {
      // Switched off, and nothing is there that could switch it on again.
      return;
    }
    Log log = new Log(config.log(), System.err);
    Mesh mesh = Mesh.start(config, log);
    try {
      if (!Console.open(new AgentConsole(mesh))) {
        mesh.close();
        return;
      }
      boolean takesTokens = config.inboundToken() != InboundToken.NONE;
      boolean records = Wanted.is(config.telemetry(), System.getenv(), System.getProperties());
      List<Integration> inbound =
          takesTokens || records ? Integrations.inbound() : Collections.<Integration>emptyList();
      List<Integration> integrations = new ArrayList<>(Integrations.clients());
      integrations.addAll(inbound);
      HookIndex index = new HookIndex(integrations);
      OtherAgent other = new OtherAgent();
      Runnable seen = seen(other, mesh, config.telemetry(), records);
      index.watch(OtherAgent.SIGN, seen);
      WeavingTransformer transformer =
          transformer(index, new ClassDefiner(unsafe, defineClass), log, instrumentation);
      instrumentation.addTransformer(transformer, true);
      Door.open(new MeshRouter(mesh, log, takesTokens));
      TelemetryThread telemetry = null;
      if (records) {
        telemetry = new TelemetryThread(mesh, config, other, log);
        startThread("remora-telemetry", telemetry::run, log);
      }
      Class<?>[] loaded = instrumentation.getAllLoadedClasses();
      if (isAmong(loaded, OtherAgent.SIGN)) {
        seen.run();
      }
      startThread(
          "remora-warm-up",
          () -> {
            transformer.warmUp();
            if (!inbound.isEmpty()) {
              // Of these, unlike of the clients, a JVM has loaded some before any application.
              retransform(loaded, new HookIndex(inbound), instrumentation, log);
            }
          },
          log);
      retransform(loaded, new HookIndex(Integrations.clients()), instrumentation, log);
      boolean leaves = !config.register().isEmpty() || config.snapshot() != null;
      if (leaves || telemetry != null) {
        long drain = config.drain().toMillis();
        TelemetryThread last = telemetry;
        Runtime.getRuntime()
            .addShutdownHook(thread("remora-shutdown", () -> end(mesh, drain, last), log));
      }
    } catch (Throwable e) {
      Door.open(null);
      mesh.close();
      throw e;
    }
  }

  /** What to do when the other agent is there, now or later. */
  private static Runnable seen(OtherAgent other, Mesh mesh, TelemetryMode mode, boolean records) {
    switch (mode) {
      case ON:
        return other::seen;
      case AUTO:
        return () -> {
          other.seen();
          if (!records) {
            mesh.observe(new Annotator(other, mesh.readings(), null));
          }
        };
      default:
        return () -> {};
    }
  }

  private static boolean isAmong(Class<?>[] loaded, String name) {
    for (Class<?> type : loaded) {
      if (type.getClassLoader() == null && type.getName().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes the process out of the registry, and holds up its end for the calls that are under way
   * and those of callers who do not know it yet. The application's own hooks run meanwhile. What
   * was recorded until then is sent last.
   *
   * @param telemetry null: nothing is recorded
   */
  private static void end(Mesh mesh, long drainMillis, TelemetryThread telemetry)
      throws InterruptedException {
    if (mesh.leave()) {
      Thread.sleep(drainMillis);
    }
    if (telemetry != null) {
      telemetry.stop();
    }
  }

  private static WeavingTransformer transformer(
      HookIndex index, ClassDefiner definer, Log log, Instrumentation instrumentation) {
    try {
      Class.class.getMethod("getModule");
    } catch (NoSuchMethodException e) {
      return new WeavingTransformer(index, definer, log);
    }
    try {
      return Class.forName("dev.remora.javaagent.weave.ModularWeavingTransformer")
          .asSubclass(WeavingTransformer.class)
          .getConstructor(HookIndex.class, ClassDefiner.class, Log.class, Instrumentation.class)
          .newInstance(index, definer, log, instrumentation);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Weaves what another agent, or an application that runs already, has loaded before us. */
  private static void retransform(
      Class<?>[] loaded, HookIndex index, Instrumentation instrumentation, Log log) {
    for (Class<?> type : loaded) {
      if (index.get(type.getName().replace('.', '/')) != null
          && type.getClassLoader() != Agent.class.getClassLoader()) {
        try {
          instrumentation.retransformClasses(type);
        } catch (Throwable e) {
          log.warn("cannot hook " + type.getName() + ": " + e);
        }
      }
    }
  }

  private static void startThread(String name, Task task, Log log) {
    thread(name, task, log).start();
  }

  /** A daemon that holds on to nothing of the application, and whose failure is no stack trace. */
  private static Thread thread(String name, Task task, Log log) {
    Runnable quiet =
        () -> {
          try {
            task.run();
          } catch (Throwable e) {
            log.warn(name + " failed: " + e);
          }
        };
    Thread thread = new Thread(null, quiet, name, 0);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }

  /** What a thread of ours does. */
  private interface Task {
    void run() throws Exception;
  }
}
