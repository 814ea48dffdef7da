package app;

import dev.remora.bootstrap.Current;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/** What a request may be served by, and which context each of these has. */
public final class Work {
  private static final ExecutorService POOL = Executors.newFixedThreadPool(2);
  private static final ScheduledExecutorService SCHEDULER = Executors.newScheduledThreadPool(1);
  private static final ForkJoinPool FORK_JOIN = new ForkJoinPool(2);

  private Work() {}

  /** {@code kind=context} of all kinds, in the order of their names. */
  public static String everywhere() throws Exception {
    Map<String, String> seen = new TreeMap<>();
    seen.put("thread", here());
    seen.put("submit", POOL.submit(Work::here).get(5, TimeUnit.SECONDS));
    seen.put("execute", executed(POOL));
    seen.put("invokeAll", POOL.invokeAll(Arrays.<Callable<String>>asList(Work::here)).get(0).get());
    seen.put("schedule", SCHEDULER.schedule(Work::here, 1, TimeUnit.MILLISECONDS).get());
    seen.put("periodic", periodic());
    seen.put("fork-join", FORK_JOIN.submit(Work::here).get());
    seen.put("fork-join-execute", executed(FORK_JOIN));
    seen.put("fork", FORK_JOIN.invoke(new Forking()));
    seen.put(
        "parallel",
        Arrays.asList(1, 2, 3, 4, 5, 6, 7, 8).parallelStream()
            .map(i -> here())
            .reduce((a, b) -> a.equals(b) ? a : a + "+" + b)
            .get());
    seen.put("supply", CompletableFuture.supplyAsync(Work::here).get());
    seen.put("supply-pool", CompletableFuture.supplyAsync(Work::here, POOL).get());
    seen.put("supply-thread", CompletableFuture.supplyAsync(Work::here, Work::newThread).get());
    seen.put("stage", stage(CompletableFuture::completedFuture, null));
    seen.put("stage-later", stage(Work::later, null));
    seen.put("stage-later-pool", stage(Work::later, POOL));
    seen.put("stage-later-thread", stage(Work::later, Work::newThread));
    seen.put("combine", later("a").thenCombineAsync(later("b"), (a, b) -> here()).get());
    seen.put("new-thread", executed(Work::newThread));
    virtual(seen);
    StringBuilder lines = new StringBuilder();
    seen.forEach((kind, context) -> lines.append(kind).append('=').append(context).append('\n'));
    return lines.toString();
  }

  /** Calls the service {@code orders} from all kinds of threads; the path tells which. */
  public static String calls() throws Exception {
    call("thread");
    POOL.submit(() -> call("executor")).get();
    CompletableFuture.runAsync(() -> callLater("future")).get();
    later("value").thenAcceptAsync(value -> callLater("stage")).get();
    try {
      ExecutorService executor =
          (ExecutorService)
              Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
      executor.submit(() -> call("virtual")).get();
      executor.shutdown();
    } catch (NoSuchMethodException e) {
      return "called\n";
    }
    return "called\n";
  }

  private static int call(String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) new URL("http://orders/" + path).openConnection();
    return connection.getResponseCode();
  }

  private static void callLater(String path) {
    try {
      call(path);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The context of this thread. */
  public static String here() {
    return String.valueOf(Current.get());
  }

  /** Runs a task in a pool of the application. */
  public static void inPool(Runnable task) {
    POOL.execute(task);
  }

  private static String executed(Executor executor) throws Exception {
    SynchronousQueue<String> answer = new SynchronousQueue<>();
    executor.execute(
        () -> {
          try {
            answer.offer(here(), 5, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    return answer.poll(5, TimeUnit.SECONDS);
  }

  private static String periodic() throws Exception {
    SynchronousQueue<String> answer = new SynchronousQueue<>();
    java.util.concurrent.Future<?> task =
        SCHEDULER.scheduleAtFixedRate(() -> answer.offer(here()), 0, 1, TimeUnit.MILLISECONDS);
    try {
      return answer.poll(5, TimeUnit.SECONDS);
    } finally {
      task.cancel(false);
    }
  }

  private static String stage(
      java.util.function.Function<String, CompletableFuture<String>> before, Executor executor)
      throws Exception {
    CompletableFuture<String> first = before.apply("first");
    CompletableFuture<String> second =
        executor == null
            ? first.thenApplyAsync(value -> here())
            : first.thenApplyAsync(value -> here(), executor);
    return second.get(5, TimeUnit.SECONDS);
  }

  /** Completed by a thread that serves nothing. */
  private static CompletableFuture<String> later(String value) {
    CompletableFuture<String> future = new CompletableFuture<>();
    newThread(
        () -> {
          try {
            Thread.sleep(5);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          future.complete(value);
        });
    return future;
  }

  private static void newThread(Runnable task) {
    new Thread(task).start();
  }

  private static void virtual(Map<String, String> seen) throws Exception {
    try {
      ExecutorService executor =
          (ExecutorService)
              Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
      seen.put("virtual-submit", executor.submit(Work::here).get());
      seen.put("virtual-execute", executed(executor));
      seen.put("virtual-supply", CompletableFuture.supplyAsync(Work::here, executor).get());
      seen.put("virtual-after-parking", executor.submit(Work::parked).get());
      seen.put("virtual-start", executed(Work::startVirtualThread));
      executor.shutdown();
    } catch (NoSuchMethodException e) {
      // Before Java 21.
      return;
    }
  }

  private static String parked() throws InterruptedException {
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Thread.sleep(1);
      seen.add(here());
    }
    return seen.get(0).equals(seen.get(1)) && seen.get(1).equals(seen.get(2))
        ? seen.get(0)
        : seen.toString();
  }

  private static void startVirtualThread(Runnable task) {
    try {
      Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
    } catch (IllegalAccessException | InvocationTargetException | NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Forking extends RecursiveTask<String> {
    private static final long serialVersionUID = 1L;

    @Override
    protected String compute() {
      RecursiveTask<String> forked =
          new RecursiveTask<String>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected String compute() {
              return here();
            }
          };
      String own = here();
      String other = forked.fork().join();
      return own.equals(other) ? own : own + "+" + other;
    }
  }
}
