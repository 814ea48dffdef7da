package dev.remora.instrumentation.urlconnection;

import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.net.Socket;

/**
 * What the JDK's inner client keeps to itself, by the {@code Lookup} of woven code. Lives in the
 * bootstrap loader.
 */
final class Internals {
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

  private Internals(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
    Class<?> client = lookup.lookupClass();
    Class<?> header = Class.forName("sun.net.www.MessageHeader", false, null);
    Class<?> posted = Class.forName("sun.net.www.http.PosterOutputStream", false, null);
    MethodType nothing = MethodType.methodType(void.class);
    kept = lookup.findGetter(client, "cachedHttpClient", boolean.class);
    isKeepingAlive =
        lookup.findVirtual(client, "isKeepingAlive", MethodType.methodType(boolean.class));
    closeServer = lookup.findVirtual(client, "closeServer", nothing);
    finished = lookup.findVirtual(client, "finished", nothing);
    input = lookup.findVirtual(client, "getInputStream", MethodType.methodType(InputStream.class));
    afterConnect = lookup.findVirtual(client, "afterConnect", nothing);
    writeRequests =
        lookup.findVirtual(
            client, "writeRequests", MethodType.methodType(void.class, header, posted));
    parse =
        lookup
            .unreflect(parse(client))
            .asSpreader(Object[].class, parse(client).getParameterCount());
    requests = lookup.findGetter(client, "requests", header);
    poster = lookup.findGetter(client, "poster", posted);
    socket = lookup.findGetter(client, "serverSocket", Socket.class);
    key = lookup.findVirtual(header, "getKey", MethodType.methodType(String.class, int.class));
    value = lookup.findVirtual(header, "getValue", MethodType.methodType(String.class, int.class));
    findValue =
        lookup.findVirtual(header, "findValue", MethodType.methodType(String.class, String.class));
  }

  /** Until JDK 17 it has a parameter more. */
  private static Method parse(Class<?> client) throws NoSuchMethodException {
    for (Method method : client.getDeclaredMethods()) {
      if (method.getName().equals("parseHTTP")) {
        return method;
      }
    }
    throw new NoSuchMethodException("parseHTTP");
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
