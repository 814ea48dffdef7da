package dev.remora.core.config;

/** When the token of the request that is served is exchanged for that of a call (RFC 8693). */
public enum Exchange {
  /** The calls are this process's own. */
  NEVER,
  /** Where there is one; other calls are this process's own. */
  IF_PRESENT,
  /** There has to be one. */
  ALWAYS
}
