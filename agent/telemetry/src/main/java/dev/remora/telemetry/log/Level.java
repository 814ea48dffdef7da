package dev.remora.telemetry.log;

/** A level in name only. */
public final class Level {
  public static final Level SEVERE = new Level();
  public static final Level WARNING = new Level();
  public static final Level INFO = new Level();
  public static final Level FINE = new Level();
  public static final Level FINEST = new Level();

  private Level() {}
}
