package dev.remora.gateway.life;

import java.time.Instant;
import java.util.List;

/** What became of the last attempt to take over other settings, for those who ask later. */
public final class Reloads {
  /** What became of it. */
  public enum Result {
    /** The settings of the start. */
    STARTED,
    /** They are in use. */
    LOADED,
    /** They can't be used; those before stay. */
    REJECTED
  }

  /**
   * One attempt.
   *
   * @param at when
   * @param problem why they can't be used, in one line; null: they are in use
   * @param needRestart keys that differ from the start's and are only read at a start
   */
  public record Reload(Instant at, Result result, String problem, List<String> needRestart) {}

  private final String source;
  private Reload last = new Reload(Instant.now(), Result.STARTED, null, List.of());
  private Instant inUseSince = last.at();
  private int loaded;
  private int rejected;

  /**
   * None so far.
   *
   * @param source where settings come from, as the operator wrote it
   */
  public Reloads(String source) {
    this.source = source;
  }

  /** Other settings are in use. */
  public synchronized void loaded(List<String> needRestart) {
    last = new Reload(Instant.now(), Result.LOADED, null, needRestart);
    inUseSince = last.at();
    loaded++;
  }

  /** Others can't be used. */
  public synchronized void rejected(String problem) {
    last = new Reload(Instant.now(), Result.REJECTED, problem, last.needRestart());
    rejected++;
  }

  /** Where settings come from. */
  public String source() {
    return source;
  }

  /** The last attempt. */
  public synchronized Reload last() {
    return last;
  }

  /** Since when the settings in use are. */
  public synchronized Instant inUseSince() {
    return inUseSince;
  }

  /** How many attempts succeeded. */
  public synchronized int loaded() {
    return loaded;
  }

  /** How many attempts failed. */
  public synchronized int rejected() {
    return rejected;
  }
}
