package dev.remora.it.contract.endpoint;

import dev.remora.it.app.Header;
import java.io.IOException;
import java.util.List;

/** One request being answered by a {@link Script}, whatever the protocol. */
interface Exchange {
  /** Length of a body that is framed by its end: chunked, or a stream. */
  long UNKNOWN = -1;

  /** Length of a body that ends with the connection (HTTP/1.1 only). */
  long UNTIL_CLOSE = -2;

  Recorded request();

  /**
   * Reads the request's body. Called before anything of the answer, unless the script says not to.
   */
  void receive() throws IOException;

  /** Sends an interim response. */
  void interim(int status, List<Header> headers) throws IOException;

  /** Promises and sends a response of {@code authority}, where the protocol can do that. */
  default void push(String authority) throws IOException {}

  /** Sends the response's head, {@code length} bytes (or {@link #UNKNOWN}…) of body announced. */
  void head(int status, List<Header> headers, long length) throws IOException;

  /** Sends a part of the body at once. */
  void write(byte[] part) throws IOException;

  /** Ends the body. */
  void end(List<Header> trailers) throws IOException;

  /** Sends bytes that are no HTTP, where the protocol lets us. */
  void raw(byte[] bytes) throws IOException;

  /** Waits, and says whether the client has closed the connection, or reset the stream, by then. */
  boolean isLeftWithin(int ms) throws IOException;

  /** Closes the connection (or stream), as it is. */
  void close() throws IOException;

  /** Breaks the connection (or stream) off. */
  void reset() throws IOException;
}
