package dev.remora.gateway;

import dev.remora.core.concurrent.DaemonThreads;
import dev.remora.core.config.ConfigException;
import dev.remora.core.config.FileContent;
import dev.remora.core.config.FileWatch;
import dev.remora.core.config.Problems;
import dev.remora.core.log.Log;
import dev.remora.gateway.life.Reloads;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The YAML file of a running gateway: each good edit is taken over, and of a bad one the operator
 * is told in one line, while what was there before stays in use.
 */
final class ConfigSource implements AutoCloseable, FileWatch.Content {
  /** One poll in this many reads the file whatever its time says; one more settles. */
  private static final int POLLS_TO_BE_SURE = 12;

  private final String file;
  private final Reloads reloads;
  private final Function<GatewayConfig, List<String>> taker;
  private final FileWatch watch;
  private final Log log;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(new DaemonThreads("remora-config"));
  private final Future<?> polling;
  private String told;

  /**
   * Begins to watch.
   *
   * @param content what is in use already
   * @param taker takes settings over and says which keys need a restart
   */
  ConfigSource(
      String file,
      byte[] content,
      Reloads reloads,
      Function<GatewayConfig, List<String>> taker,
      Log log) {
    this.file = file;
    this.reloads = reloads;
    this.taker = taker;
    this.log = log;
    this.watch = new FileWatch(file, content, this, log);
    this.polling =
        thread.scheduleWithFixedDelay(
            this::poll, FileWatch.POLL_MILLIS, FileWatch.POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * What {@code file} holds.
   *
   * @throws IOException if it can't be read; the message names it
   */
  static byte[] content(String file) throws IOException {
    try {
      return FileContent.read(new File(file));
    } catch (IOException e) {
      throw new IOException(file + ": can't be read: " + e.getMessage(), e);
    }
  }

  /** The settings in {@code content}. */
  static GatewayConfig read(String file, byte[] content, Problems problems) {
    return GatewayConfig.read(file, content, System.getProperties(), System.getenv(), problems);
  }

  private void poll() {
    try {
      watch.poll();
    } catch (RuntimeException | Error e) {
      log.error(file + ": a fault of the gateway's own: " + e);
    }
    String problem = watch.problem();
    if (problem != null && !problem.equals(told)) {
      reloads.rejected(problem);
    }
    told = problem;
  }

  @Override
  public void accept(byte[] bytes) {
    GatewayConfig next = read(file, bytes, Problems.first());
    try {
      reloads.loaded(taker.apply(next));
    } catch (ConfigException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new ConfigException(file + ": can't be used: " + e.getMessage());
    }
  }

  /** Looks at the file now; what is wrong with it, or null. */
  String reload() throws InterruptedException, ExecutionException {
    return thread
        .submit(
            () -> {
              for (int i = 0; i < POLLS_TO_BE_SURE; i++) {
                poll();
              }
              return watch.problem();
            })
        .get();
  }

  @Override
  public void close() {
    polling.cancel(false);
    thread.shutdownNow();
  }
}
