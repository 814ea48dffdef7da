package dev.remora.telemetry.beside;

/**
 * Whether the OpenTelemetry agent is in this JVM, which may begin before Remora, after it, or
 * never. Whoever sees the JVM's classes tells. Thread-safe.
 */
public final class OtherAgent {
  /**
   * A type of its API in the bootstrap loader, under the name that it gives it there: it is loaded
   * as soon as that agent has begun, and not if it is switched off.
   */
  public static final String SIGN =
      "io.opentelemetry.javaagent.shaded.io.opentelemetry.api.trace.Span";

  private volatile boolean present;
  private volatile boolean looked;
  private volatile ClientSpans spans;

  /** {@link #SIGN} is loaded, or about to be. */
  public void seen() {
    present = true;
  }

  /** Whether it was seen. */
  public boolean isPresent() {
    return present;
  }

  /** Its spans, looked for once; null: they can't be got at. */
  ClientSpans spans() {
    if (!looked) {
      synchronized (this) {
        if (!looked) {
          spans = ClientSpans.find(SIGN);
          looked = true;
        }
      }
    }
    return spans;
  }
}
