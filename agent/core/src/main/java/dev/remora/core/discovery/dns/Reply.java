package dev.remora.core.discovery.dns;

/** What becomes of a query; called once, on the thread of the {@link Wire}. */
interface Reply {
  /** The server's response, which may say that it has none. */
  void answered(Message message);

  /**
   * No response that could be used.
   *
   * @param reason what the server did, beginning with a verb
   * @param silent whether nothing came at all
   */
  void failed(String reason, boolean silent);
}
