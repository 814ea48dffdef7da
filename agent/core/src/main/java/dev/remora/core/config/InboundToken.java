package dev.remora.core.config;

/** What the bearer token of a request that is served may be used for. */
public enum InboundToken {
  /** It is not even read. */
  NONE,
  /** To be exchanged for tokens of the calls made meanwhile, where services are set to. */
  EXCHANGE,
  /** To be carried by those calls as it is, too, where services are set to. */
  RELAY
}
