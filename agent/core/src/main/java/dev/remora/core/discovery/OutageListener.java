package dev.remora.core.discovery;

/** Hears when a server is out of reach. */
public interface OutageListener {
  /** It can't be reached or can't be understood. Once per outage. */
  void down(String reason);

  /** It answers again. */
  void up();
}
