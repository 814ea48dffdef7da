package dev.remora.core.config;

/** How a service's requests are spread over its endpoints. */
public enum Balance {
  /** Each endpoint in turn. */
  ROUND_ROBIN
}
