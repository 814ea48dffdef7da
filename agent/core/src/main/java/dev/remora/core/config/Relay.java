package dev.remora.core.config;

/** When the token of the request that is served is sent on as it is. */
public enum Relay {
  /** Where there is one; other calls carry none. */
  IF_PRESENT,
  /** There has to be one. */
  ALWAYS
}
