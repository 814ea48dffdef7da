package dev.remora.core.routing;

/** Why an endpoint is out of rotation, and until when. Immutable. */
public final class Ejection {
  private final String reason;
  private final long until;

  Ejection(String reason, long until) {
    this.reason = reason;
    this.until = until;
  }

  /** For people to read. */
  public String reason() {
    return reason;
  }

  /** In nanoseconds of the mesh's ticker. */
  public long until() {
    return until;
  }
}
