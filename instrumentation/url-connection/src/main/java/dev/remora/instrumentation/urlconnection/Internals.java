package dev.remora.instrumentation.urlconnection;

import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.net.Socket;

/** What the JDK's inner client keeps to itself. Lives in the bootstrap loader. */
final class Internals {
  private static final String AUTHORIZATION = "authorization";

  private static volatile Internals found;

  private final MethodHandle kept;
  private final MethodHandle isKeepingAlive;
  private final MethodHandle closeServer;
  private final MethodHandle finished;
  private final MethodHandle input;
  private final MethodHandle afterConnect;
  private final MethodHandle writeRequests;
  private final MethodHandle parse;
  private final MethodHandle requests;
  private final MethodHandle poster;
  private final MethodHandle socket;
  private final MethodHandle key;
  private final MethodHandle value;
  private final MethodHandle findValue;
  private final MethodHandle newHead;
  private final MethodHandle add;

  private Internals(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
    Access client = Access.of("sun.net.www.http.HttpClient", lookup);
    Access head = Access.of("sun.net.www.MessageHeader", lookup);
    Class<?> header = Class.forName("sun.net.www.MessageHeader", false, null);
    Class<?> posted = Class.forName("sun.net.www.http.PosterOutputStream", false, null);
    kept = client.getter("cachedHttpClient", boolean.class);
    isKeepingAlive = client.method("isKeepingAlive", boolean.class);
    closeServer = client.method("closeServer", void.class);
    finished = client.method("finished", void.class);
    input = client.method("getInputStream", InputStream.class);
    afterConnect = client.method("afterConnect", void.class);
    writeRequests = client.method("writeRequests", void.class, header, posted);
    // Until JDK 17 it has a parameter more.
    parse = client.method("parseHTTP");
    requests = client.getter("requests", header);
    poster = client.getter("poster", posted);
    socket = client.getter("serverSocket", Socket.class);
    key = head.method("getKey", String.class, int.class);
    value = head.method("getValue", String.class, int.class);
    findValue = head.method("findValue", String.class, String.class);
    newHead = head.constructor();
    add = head.method("add", void.class, String.class, String.class);
  }

  static Internals of(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
    Internals internals = found;
    if (internals == null) {
      internals = new Internals(lookup);
      found = internals;
    }
    return internals;
  }

  /** What {@link #of} has found. */
  static Internals found() {
    return found;
  }

  /** Whether the client's connection has served other requests before. */
  boolean isKept(Object client) throws Throwable {
    return (boolean) kept.invoke(client);
  }

  /** The request that the client has sent. */
  Object requests(Object client) throws Throwable {
    return requests.invoke(client);
  }

  /** Its body, or null. */
  Object poster(Object client) throws Throwable {
    return poster.invoke(client);
  }

  Socket socket(Object client) throws Throwable {
    return (Socket) socket.invoke(client);
  }

  void close(Object client) throws Throwable {
    closeServer.invoke(client);
  }

  /**
   * Gives the connection of a response back that nobody reads, or closes it, as closing the
   * response's body does.
   */
  void discard(Object client, Object responses, Object sent) throws Throwable {
    if (!(boolean) isKeepingAlive.invoke(client)) {
      closeServer.invoke(client);
    } else if (hasBody(responses, sent)) {
      ((InputStream) input.invoke(client)).close();
    } else {
      finished.invoke(client);
    }
  }

  private boolean hasBody(Object responses, Object sent) throws Throwable {
    String line = (String) key.invoke(sent, 0);
    int status = status(responses);
    return !(line != null && line.startsWith("HEAD "))
        && status != 204
        && status != 304
        && !"0".equals(find(responses, "Content-Length"));
  }

  /** Sends a request over the client's connection. */
  void send(Object client, Object requests, Object poster) throws Throwable {
    afterConnect.invoke(client);
    writeRequests.invoke(client, requests, poster);
  }

  /**
   * A head like {@code head}, in which {@code headers} are in place of those of the same names.
   *
   * @param headers names and values in turn
   */
  Object with(String[] headers, Object head) throws Throwable {
    Object copy = newHead.invoke();
    int line = 0;
    for (String name; (name = (String) key.invoke(head, line)) != null; line++) {
      // The first is the request line.
      if (line == 0 || !isReplaced(headers, name)) {
        add.invoke(copy, name, (String) value.invoke(head, line));
      }
    }
    for (int i = 0; i < headers.length; i += 2) {
      if (!headers[i].equals(AUTHORIZATION) || find(head, AUTHORIZATION) == null) {
        add.invoke(copy, headers[i], headers[i + 1]);
      }
    }
    return copy;
  }

  /** Credentials that the JDK has kept for the application come after the agent was asked. */
  private static boolean isReplaced(String[] headers, String name) {
    for (int i = 0; i < headers.length; i += 2) {
      if (headers[i].equalsIgnoreCase(name)) {
        return !headers[i].equals(AUTHORIZATION);
      }
    }
    return false;
  }

  /** Reads the head of a response. */
  boolean parse(Object client, Object[] arguments) throws Throwable {
    return (boolean) parse.invoke(client, arguments);
  }

  /** The status of a response's head; -1: it has none. */
  int status(Object responses) throws Throwable {
    String line = (String) value.invoke(responses, 0);
    int blank = line == null || !line.startsWith("HTTP/") ? -1 : line.indexOf(' ');
    if (blank < 0) {
      return -1;
    }
    String rest = line.substring(blank).trim();
    try {
      return Integer.parseInt(rest.substring(0, Math.min(3, rest.length())));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** A field of a head, or null. */
  String find(Object head, String name) throws Throwable {
    return (String) findValue.invoke(head, name);
  }
}
