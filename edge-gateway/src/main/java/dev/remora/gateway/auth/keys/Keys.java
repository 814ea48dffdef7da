package dev.remora.gateway.auth.keys;

/** Where the keys of an issuer come from. Thread-safe; nothing blocks. */
public interface Keys {
  /** The keys there are; null: none is known. */
  KeySet current();

  /**
   * Asks for news, as a token names a key that is not known.
   *
   * @param told run once there are news or none are to be had, on any thread
   * @return false: it may not be asked now, and {@code told} will not be run
   */
  boolean refresh(Runnable told);

  /** Looks after files and such, on a thread that may be kept for a while. */
  default void tend() {}
}
