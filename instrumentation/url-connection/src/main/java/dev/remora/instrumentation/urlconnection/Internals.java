package dev.remora.instrumentation.urlconnection;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * What the JDK's inner client keeps to itself, by the {@code Lookup} of woven code. Lives in the
 * bootstrap loader.
 */
final class Internals {
  private static volatile Internals found;

  private final MethodHandle kept;
  private final MethodHandle closeServer;
  private final MethodHandle openServer;
  private final MethodHandle afterConnect;
  private final MethodHandle writeRequests;
  private final MethodHandle requests;
  private final MethodHandle poster;
  private final MethodHandle value;
  private final MethodHandle findValue;

  private Internals(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
    Class<?> client = lookup.lookupClass();
    Class<?> header = Class.forName("sun.net.www.MessageHeader", false, null);
    Class<?> posted = Class.forName("sun.net.www.http.PosterOutputStream", false, null);
    MethodType nothing = MethodType.methodType(void.class);
    kept = lookup.findSetter(client, "cachedHttpClient", boolean.class);
    closeServer = lookup.findVirtual(client, "closeServer", nothing);
    openServer = lookup.findVirtual(client, "openServer", nothing);
    afterConnect = lookup.findVirtual(client, "afterConnect", nothing);
    writeRequests =
        lookup.findVirtual(
            client, "writeRequests", MethodType.methodType(void.class, header, posted));
    requests = lookup.findGetter(client, "requests", header);
    poster = lookup.findGetter(client, "poster", posted);
    value = lookup.findVirtual(header, "getValue", MethodType.methodType(String.class, int.class));
    findValue =
        lookup.findVirtual(header, "findValue", MethodType.methodType(String.class, String.class));
  }

  static Internals of(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
    Internals internals = found;
    if (internals == null) {
      internals = new Internals(lookup);
      found = internals;
    }
    return internals;
  }

  /** Does what the client does by itself when a connection has failed. */
  void reopen(Object client) throws Throwable {
    closeServer.invoke(client);
    kept.invoke(client, false);
    openServer.invoke(client);
    afterConnect.invoke(client);
    writeRequests.invoke(client, requests.invoke(client), poster.invoke(client));
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

  /** When a response asks to be asked again, or null. */
  String retryAfter(Object responses) throws Throwable {
    return (String) findValue.invoke(responses, "Retry-After");
  }
}
