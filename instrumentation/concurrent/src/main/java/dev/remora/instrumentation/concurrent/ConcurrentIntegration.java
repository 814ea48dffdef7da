package dev.remora.instrumentation.concurrent;

import dev.remora.instrumentation.api.HookPoint;
import dev.remora.instrumentation.api.Integration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a request is served by beside its own thread: the pools of the JDK and of the servers, the
 * stages of {@code CompletableFuture}, virtual threads.
 *
 * <p>Not {@code new Thread}: one that a request happens to start may live as long as the process,
 * and would belong to that request for ever.
 */
public final class ConcurrentIntegration implements Integration {
  private static final String PACKAGE = "dev.remora.instrumentation.concurrent.";
  private static final String JDK = "java.util.concurrent.";

  /** Those that run code of the application. */
  private static final String[] STAGES = {
    "UniApply",
    "UniAccept",
    "UniRun",
    "UniWhenComplete",
    "UniHandle",
    "UniExceptionally",
    "UniComposeExceptionally",
    "UniCompose",
    "BiApply",
    "BiAccept",
    "BiRun",
    "OrApply",
    "OrAccept",
    "OrRun",
  };

  @Override
  public String name() {
    return "concurrent";
  }

  @Override
  public List<HookPoint> hookPoints() {
    List<HookPoint> hooks = new ArrayList<>();
    threadPool(hooks, JDK + "ThreadPoolExecutor");
    // Tomcat has a copy of its own.
    threadPool(hooks, "org.apache.tomcat.util.threads.ThreadPoolExecutor");
    hook(hooks, JDK + "ScheduledThreadPoolExecutor", "delayedExecute", "ScheduleAdvice");
    forkJoinPool(hooks);
    futures(hooks);
    hook(hooks, "java.lang.ThreadBuilders", "newVirtualThread", "VirtualThreadAdvice");
    hook(hooks, JDK + "ThreadPerTaskExecutor", "newThread", "TaskThreadAdvice");
    // What futures use by default on a machine of two processors or one, up to Java 24.
    String single = JDK + "CompletableFuture$ThreadPerTaskExecutor";
    hook(hooks, single, "execute", "TaskThreadAdvice");
    String jetty = "org.eclipse.jetty.util.thread.QueuedThreadPool";
    hook(hooks, jetty, "execute", "GiveAdvice");
    hook(hooks, jetty, "runJob", "RunJobAdvice");
    // Undertow's pool shows nowhere what it runs next.
    hook(hooks, "io.undertow.servlet.spec.AsyncContextImpl", "start", "TaskThreadAdvice");
    return hooks;
  }

  private static void threadPool(List<HookPoint> hooks, String type) {
    hooks.add(
        HookPoint.on(type).method("execute", "java.lang.Runnable").advice(PACKAGE + "GiveAdvice"));
    hook(hooks, type, "reject", "ForgetAdvice");
    hook(hooks, type, "getTask", "NextTaskAdvice");
    hook(hooks, type + "$Worker", "run", "WorkerAdvice");
  }

  private static void forkJoinPool(List<HookPoint> hooks) {
    String task = JDK + "ForkJoinTask";
    for (String method : new String[] {"externalPush", "externalSubmit"}) {
      hooks.add(
          HookPoint.on(JDK + "ForkJoinPool").method(method, task).advice(PACKAGE + "PushAdvice"));
    }
    hooks.add(
        HookPoint.on(JDK + "ForkJoinPool")
            .method("poolSubmit", "boolean", task)
            .advice(PACKAGE + "SubmitAdvice"));
    hook(
        hooks,
        JDK + "DelayScheduler$ScheduledForkJoinTask",
        HookPoint.CONSTRUCTOR,
        "NewDelayAdvice");
    hook(hooks, task, "fork", "ForkAdvice");
    hook(hooks, task, "doExec", "ExecAdvice");
  }

  private static void futures(List<HookPoint> hooks) {
    String future = JDK + "CompletableFuture$";
    hook(hooks, future + "UniCompletion", HookPoint.CONSTRUCTOR, "NewStageAdvice");
    for (String stage : STAGES) {
      hook(hooks, future + stage, "tryFire", "StageAdvice");
    }
    for (String task : new String[] {"AsyncSupply", "AsyncRun"}) {
      hook(hooks, future + task, HookPoint.CONSTRUCTOR, "NewAsyncAdvice");
      hook(hooks, future + task, "run", "StageAdvice");
    }
  }

  private static void hook(List<HookPoint> hooks, String type, String method, String advice) {
    hooks.add(HookPoint.on(type).method(method).advice(PACKAGE + advice));
  }

  @Override
  public List<String> helpers() {
    return Arrays.asList(PACKAGE + "CarriedTask", PACKAGE + "Handover");
  }
}
