package dev.remora.core.security;

import dev.remora.core.discovery.OutageListener;
import dev.remora.core.log.Log;

/** Tells in one line that tokens don't come, and in one that they do again. */
public final class NoTokens implements OutageListener {
  private final String source;
  private final Log log;

  /**
   * For one source.
   *
   * @param source such as {@code oauth2 client shop at https://idp.example}
   */
  public NoTokens(String source, Log log) {
    this.source = source;
    this.log = log;
  }

  @Override
  public void down(String reason) {
    log.warn(
        "no new tokens, those there are stay in use until they expire: " + source + ": " + reason);
  }

  @Override
  public void up() {
    log.info("tokens come again: " + source);
  }
}
