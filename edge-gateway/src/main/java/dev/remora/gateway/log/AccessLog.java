package dev.remora.gateway.log;

import dev.remora.core.log.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The access log of a gateway. Event loops make the lines and put them into rings of their own; a
 * thread of the log's own writes them. What it can't write in time is dropped, counted and told:
 * requests never wait for it.
 */
public final class AccessLog implements AutoCloseable {
  private final String service;
  private final List<LoopLog> loops = new CopyOnWriteArrayList<>();
  private final LogWriter writer;
  private volatile AccessLogPlan plan;
  private AccessLogConfig config;

  /**
   * A log that writes nothing until it is configured.
   *
   * @param service what the gateway is called
   * @param log where operators are told of what goes wrong with it
   */
  public AccessLog(String service, Log log) {
    this.service = service;
    this.writer = new LogWriter(this::loops, log);
  }

  /**
   * Takes over settings.
   *
   * @param next null: nothing is logged
   * @throws IllegalStateException if it can't be written there, in one line; all stays as it was
   */
  public synchronized void configure(AccessLogConfig next) {
    AccessLogConfig before = config;
    boolean on = next != null && next.to() != null;
    boolean same =
        before != null
            && on
            && next.to().equals(before.to())
            && next.rotation().equals(before.rotation());
    if (on && !same) {
      writer.to(open(next));
    }
    plan = on ? new AccessLogPlan(next, service) : null;
    if (!on && before != null) {
      writer.to(null);
    }
    config = on ? next : null;
  }

  private static Output open(AccessLogConfig config) {
    if (config.to().equals(AccessLogConfig.STDOUT)) {
      return Channel.standardOutput();
    }
    try {
      return new LogFile(Path.of(config.to()), config.rotation());
    } catch (IOException e) {
      throw new IllegalStateException(
          "can't write the access log " + config.to() + ": " + LogWriter.reason(e), e);
    }
  }

  /** The log of another event loop. */
  public LoopLog loop() {
    LoopLog loop = new LoopLog(this);
    loops.add(loop);
    return loop;
  }

  private List<LoopLog> loops() {
    return loops;
  }

  /** Null: nothing is logged. */
  AccessLogPlan plan() {
    return plan;
  }

  void wake() {
    writer.wake();
  }

  /** How many lines were made, and will be written. */
  public long lines() {
    return loops.stream().mapToLong(loop -> loop.ring().lines()).sum();
  }

  /** How many lines were dropped, because there was no room for them. */
  public long dropped() {
    return loops.stream().mapToLong(loop -> loop.ring().dropped()).sum();
  }

  /** Writes what is left, within two seconds. */
  @Override
  public void close() {
    writer.close();
  }
}
