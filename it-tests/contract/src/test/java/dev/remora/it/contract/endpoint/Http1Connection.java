package dev.remora.it.contract.endpoint;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One accepted connection: TLS if the client begins so, then request after request. */
final class Http1Connection {
  private static final int TLS_HANDSHAKE = 0x16;
  private static final int SOCKS_5 = 5;
  private static final int SOCKS_NAME = 3;

  private final String server;
  private final String endpoint;
  private final SSLContext tls;
  private final Recorder recorder;

  Http1Connection(String server, String endpoint, SSLContext tls, Recorder recorder) {
    this.server = server;
    this.endpoint = endpoint;
    this.tls = tls;
    this.recorder = recorder;
  }

  void serve(Socket plain) throws IOException, InterruptedException {
    int number = recorder.connection();
    Socket socket = plain;
    Origin origin = new Origin(server, endpoint, number, false, null);
    while (true) {
      int first = socket.getInputStream().read();
      if (first < 0) {
        return;
      }
      if (first == SOCKS_5) {
        tunnel(socket, origin);
        continue;
      }
      InputStream consumed = new ByteArrayInputStream(new byte[] {(byte) first});
      InputStream in;
      if (first == TLS_HANDSHAKE) {
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, consumed, true);
        secure.startHandshake();
        origin = new Origin(server, endpoint, number, true, sni(secure));
        socket = secure;
        in = new BufferedInputStream(socket.getInputStream());
      } else {
        in = new BufferedInputStream(new SequenceInputStream(consumed, socket.getInputStream()));
      }
      if (!serve(socket, in, origin)) {
        return;
      }
    }
  }

  /** Agrees to a SOCKS tunnel (RFC 1928) without authentication; its far end is here, too. */
  private void tunnel(Socket socket, Origin origin) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    in.readFully(new byte[in.readUnsignedByte()]);
    socket.getOutputStream().write(new byte[] {SOCKS_5, 0});
    in.readFully(new byte[3]);
    int type = in.readUnsignedByte();
    byte[] host = new byte[type == SOCKS_NAME ? in.readUnsignedByte() : type == 1 ? 4 : 16];
    in.readFully(host);
    String name =
        type == SOCKS_NAME
            ? new String(host, StandardCharsets.US_ASCII)
            : InetAddress.getByAddress(host).getHostAddress();
    Recorded request =
        new Recorded(origin, "SOCKS", "CONNECT " + name + ":" + in.readUnsignedShort());
    request.complete("none", "");
    recorder.add(request);
    socket.getOutputStream().write(new byte[] {SOCKS_5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
  }

  /** Answers requests until one opens a tunnel (true) or the connection ends (false). */
  private boolean serve(Socket socket, InputStream in, Origin origin)
      throws IOException, InterruptedException {
    while (true) {
      String head = head(in);
      if (head == null) {
        return false;
      }
      Recorded request = new Recorded(origin, "HTTP/1.1", head);
      recorder.add(request);
      if (request.method().equals("CONNECT")) {
        request.complete("none", "");
        socket
            .getOutputStream()
            .write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return true;
      }
      Http1Exchange exchange = new Http1Exchange(request, socket, in);
      try {
        Script.answer(exchange);
      } finally {
        if (!request.complete()) {
          request.complete(Recorded.BROKEN_OFF, "");
        }
      }
      if (exchange.closed()) {
        return false;
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int state = 0;
    while (state < 4) {
      int b = in.read();
      if (b < 0) {
        return null;
      }
      head.write(b);
      boolean next = b == (state % 2 == 0 ? '\r' : '\n');
      state = next ? state + 1 : b == '\r' ? 1 : 0;
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    return text.substring(0, text.length() - 4);
  }

  private static String sni(SSLSocket secure) {
    for (SNIServerName name :
        ((ExtendedSSLSession) secure.getSession()).getRequestedServerNames()) {
      return new SNIHostName(name.getEncoded()).getAsciiName();
    }
    return null;
  }
}
