package dev.remora.gateway.metrics;

/** The methods that are told apart; all others are one, as a client may invent any number. */
final class Methods {
  static final String OTHER = "_OTHER";

  private Methods() {}

  /** The method as OpenTelemetry's conventions have it. */
  static String known(String method) {
    return switch (method) {
      case "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH" -> method;
      default -> OTHER;
    };
  }
}
