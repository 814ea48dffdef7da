package dev.remora.it.contract.cell;

/** What a client can do of a service's resilience settings; {@code docs/resilience.md}. */
public enum Capability {
  /** It tells how calls end. */
  OUTCOMES,
  /** It tries calls again. */
  RETRY,
  /** It makes an attempt beside one that takes long. */
  HEDGE,
  /** It ends an attempt that takes too long. */
  ATTEMPT_TIMEOUT,
  /** It ends a call that takes too long. */
  TIMEOUT,
  /** It ends connecting that takes too long, and moves on. */
  CONNECT_TIMEOUT,
  /** It rejects calls before anything is sent. */
  REJECTION;

  /** Its name in {@code contract.yaml}: {@code attempt-timeout}. */
  public String key() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
