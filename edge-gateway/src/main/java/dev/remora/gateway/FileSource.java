package dev.remora.gateway;

import dev.remora.core.concurrent.DaemonThreads;
import dev.remora.core.config.FileContent;
import dev.remora.core.config.FileWatch;
import dev.remora.core.log.Log;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Settings in a YAML file, which is looked at every half second. */
final class FileSource implements ConfigSource {
  /** One poll in this many reads the file whatever its time says; one more settles. */
  private static final int POLLS_TO_BE_SURE = 12;

  private final String file;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(new DaemonThreads("remora-config"));
  private FileWatch watch;
  private ConfigTaker taker;
  private Log log;
  private Future<?> polling;
  private String told;

  FileSource(String file) {
    this.file = file;
  }

  @Override
  public String place() {
    return file;
  }

  @Override
  public byte[] read() throws IOException {
    try {
      return FileContent.read(new File(file));
    } catch (IOException e) {
      throw new IOException(file + ": can't be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void follow(byte[] content, ConfigTaker by, Log to) {
    taker = by;
    log = to;
    watch = new FileWatch(file, content, by::take, to);
    polling =
        thread.scheduleWithFixedDelay(
            this::poll, FileWatch.POLL_MILLIS, FileWatch.POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void poll() {
    try {
      watch.poll();
    } catch (RuntimeException | Error e) {
      log.error(file + ": a fault of the gateway's own: " + e);
    }
    String problem = watch.problem();
    if (problem != null && !problem.equals(told)) {
      taker.rejected(problem);
    }
    told = problem;
  }

  @Override
  public String reload() throws IOException, InterruptedException {
    try {
      return thread
          .submit(
              () -> {
                for (int i = 0; i < POLLS_TO_BE_SURE; i++) {
                  poll();
                }
                return watch.problem();
              })
          .get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  @Override
  public void close() {
    if (polling != null) {
      polling.cancel(false);
    }
    thread.shutdownNow();
  }
}
