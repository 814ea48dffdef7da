package dev.remora.it.contract.endpoint;

import dev.remora.it.app.Header;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** One request and its answer in HTTP/1.1. */
final class Http1Exchange implements Exchange {
  private final Recorded request;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private boolean chunked;
  private boolean closed;

  Http1Exchange(Recorded request, Socket socket, InputStream in) throws IOException {
    this.request = request;
    this.socket = socket;
    this.in = in;
    this.out = new BufferedOutputStream(socket.getOutputStream());
  }

  boolean closed() {
    return closed;
  }

  @Override
  public Recorded request() {
    return request;
  }

  @Override
  public void receive() throws IOException {
    String expect = request.field("Expect");
    if (expect != null && expect.toLowerCase(Locale.ROOT).equals("100-continue")) {
      interim(100, List.of());
    }
    String length = request.field("Content-Length");
    if ("chunked".equalsIgnoreCase(request.field("Transfer-Encoding"))) {
      request.complete("chunked", text(chunks()));
    } else if (length != null) {
      byte[] body = in.readNBytes(Integer.parseInt(length));
      if (body.length < Integer.parseInt(length)) {
        request.complete(Recorded.BROKEN_OFF, "");
        throw new EOFException();
      }
      request.complete("length " + length, text(body));
    } else {
      request.complete("none", "");
    }
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line().split(";", 2)[0].trim(), 16);
      if (size == 0) {
        while (!line().isEmpty()) {
          // A trailer field.
        }
        return body.toByteArray();
      }
      body.write(in.readNBytes(size));
      line();
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException();
      }
      if (b == '\n') {
        return line.toString();
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
  }

  @Override
  public void interim(int status, List<Header> headers) throws IOException {
    send(lines(status, headers) + "\r\n");
  }

  @Override
  public void head(int status, List<Header> headers, long length) throws IOException {
    chunked = length == UNKNOWN;
    boolean framed = status != 204 && status != 304;
    String head =
        lines(status, headers)
            + (framed && length >= 0 ? "Content-Length: " + length + "\r\n" : "")
            + (framed && chunked ? "Transfer-Encoding: chunked\r\n" : "")
            + "\r\n";
    // Together with the first part of the body: a client may look at its interrupt flag in between.
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String lines(int status, List<Header> headers) {
    StringBuilder lines = new StringBuilder("HTTP/1.1 " + status + " Said\r\n");
    for (Header header : headers) {
      lines.append(header).append("\r\n");
    }
    return lines.toString();
  }

  @Override
  public void write(byte[] part) throws IOException {
    if (chunked) {
      ByteArrayOutputStream chunk = new ByteArrayOutputStream();
      chunk.writeBytes(
          (Integer.toHexString(part.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      chunk.writeBytes(part);
      chunk.writeBytes(new byte[] {'\r', '\n'});
      out.write(chunk.toByteArray());
    } else {
      out.write(part);
    }
    out.flush();
  }

  @Override
  public void end(List<Header> trailers) throws IOException {
    if (chunked) {
      StringBuilder end = new StringBuilder("0\r\n");
      for (Header trailer : trailers) {
        end.append(trailer).append("\r\n");
      }
      send(end + "\r\n");
    } else {
      out.flush();
    }
  }

  @Override
  public void raw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  @Override
  public boolean isLeftWithin(int ms) throws IOException {
    int before = socket.getSoTimeout();
    socket.setSoTimeout(ms);
    in.mark(1);
    try {
      if (in.read() < 0) {
        return true;
      }
      in.reset();
    } catch (SocketTimeoutException e) {
      // It still waits.
    } catch (IOException e) {
      return true;
    }
    socket.setSoTimeout(before);
    return false;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    socket.close();
  }

  @Override
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    close();
  }

  private void send(String text) throws IOException {
    raw(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.ISO_8859_1);
  }
}
