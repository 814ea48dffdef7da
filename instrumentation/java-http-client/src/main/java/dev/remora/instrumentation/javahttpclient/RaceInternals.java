package dev.remora.instrumentation.javahttpclient;

import dev.remora.bootstrap.Door;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What a {@link Race} needs of {@code jdk.internal.net.http} besides {@link Internals}; where a JDK
 * has not all of it, nothing is hedged there. Lives in the loader of {@code java.net.http}.
 */
final class RaceInternals {
  private static final String PACKAGE = "jdk.internal.net.http.";

  private static volatile RaceInternals instance;
  private static volatile boolean missing;

  private final MethodHandle send;
  private final MethodHandle currentExchange;
  private final MethodHandle request;
  private final MethodHandle newExchange;
  private final MethodHandle pushGroup;
  private final MethodHandle copy;
  private final MethodHandle isWebSocket;
  private final MethodHandle newResponse;
  private final MethodHandle responseVersion;
  private final MethodHandle connection;
  private final MethodHandle connectTimeout;
  private final MethodHandle resetConnectTimeout;

  private RaceInternals(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
    Class<?> requestType = lookup.findClass(PACKAGE + "HttpRequestImpl");
    Class<?> exchange = lookup.findClass(PACKAGE + "Exchange");
    Class<?> multi = lookup.findClass(PACKAGE + "MultiExchange");
    Class<?> implementation = lookup.findClass(PACKAGE + "ExchangeImpl");
    Class<?> connectionType = lookup.findClass(PACKAGE + "HttpConnection");
    Class<?> response = lookup.findClass(PACKAGE + "Response");
    Class<?> tracker = lookup.findClass(PACKAGE + "MultiExchange$ConnectTimeoutTracker");

    send =
        MethodHandles.insertArguments(
                lookup.findVirtual(
                    exchange,
                    "responseAsyncImpl",
                    MethodType.methodType(CompletableFuture.class, connectionType)),
                1,
                (Object) null)
            .asType(MethodType.methodType(CompletableFuture.class, Object.class));
    currentExchange =
        general(lookup.findVirtual(multi, "getExchange", MethodType.methodType(exchange)));
    request = general(lookup.findGetter(exchange, "request", requestType));
    MethodHandle multiOf = lookup.findGetter(exchange, "multi", multi);
    newExchange =
        general(
            MethodHandles.filterArguments(
                lookup.findConstructor(
                    exchange, MethodType.methodType(void.class, requestType, multi)),
                1,
                multiOf));
    pushGroup =
        general(lookup.findGetter(exchange, "pushGroup", lookup.findClass(PACKAGE + "PushGroup")));
    copy =
        general(
            lookup.findStatic(
                requestType,
                "newInstanceForAuthentication",
                MethodType.methodType(requestType, requestType)));
    isWebSocket =
        lookup
            .findVirtual(requestType, "isWebSocket", MethodType.methodType(boolean.class))
            .asType(MethodType.methodType(boolean.class, Object.class));
    newResponse =
        lookup
            .findConstructor(
                response,
                MethodType.methodType(
                    void.class,
                    requestType,
                    exchange,
                    HttpHeaders.class,
                    connectionType,
                    int.class,
                    HttpClient.Version.class))
            .asType(
                MethodType.methodType(
                    Object.class,
                    Object.class,
                    Object.class,
                    HttpHeaders.class,
                    Object.class,
                    int.class,
                    HttpClient.Version.class));
    responseVersion =
        lookup
            .findVirtual(response, "version", MethodType.methodType(HttpClient.Version.class))
            .asType(MethodType.methodType(HttpClient.Version.class, Object.class));
    connection =
        general(
            lookup.findVirtual(
                implementation, "connection", MethodType.methodType(connectionType)));
    connectTimeout =
        general(
            MethodHandles.filterReturnValue(
                multiOf,
                MethodHandles.privateLookupIn(multi, lookup)
                    .findGetter(multi, "connectTimeout", tracker)));
    resetConnectTimeout =
        lookup
            .findVirtual(tracker, "reset", MethodType.methodType(void.class))
            .asType(MethodType.methodType(void.class, Object.class));
  }

  private static MethodHandle general(MethodHandle handle) {
    return handle.asType(handle.type().generic());
  }

  /**
   * The internals as seen from woven code.
   *
   * @return null: this JDK's are different, which has been taken note of
   */
  static RaceInternals of(MethodHandles.Lookup lookup) {
    RaceInternals found = instance;
    if (found == null && !missing) {
      try {
        found = new RaceInternals(lookup);
        instance = found;
      } catch (ReflectiveOperationException | RuntimeException e) {
        missing = true;
        Door.fault(e);
      }
    }
    return found;
  }

  /**
   * Whether one exchange is all there is to {@code exchange}: no WebSocket, no pushed responses.
   */
  boolean isSingle(Object exchange) throws Throwable {
    return pushGroup.invokeExact(exchange) == null
        && !((boolean) isWebSocket.invokeExact(request.invokeExact(exchange)));
  }

  /** Makes an attempt as the JDK does, around what is woven into it. */
  CompletableFuture<?> send(Object exchange) throws Throwable {
    return (CompletableFuture<?>) send.invokeExact(exchange);
  }

  /** The exchange that {@code multiExchange} is at now. */
  Object currentExchange(Object multiExchange) throws Throwable {
    return currentExchange.invokeExact(multiExchange);
  }

  /** The request of {@code exchange}. */
  Object request(Object exchange) throws Throwable {
    return request.invokeExact(exchange);
  }

  /** An exchange for {@code request}, given up and timed with {@code exchange}. */
  Object newExchange(Object request, Object exchange) throws Throwable {
    return newExchange.invokeExact(request, exchange);
  }

  /** A request like {@code request}, with the headers that the JDK has added so far. */
  @SuppressWarnings("unchecked")
  Object copy(Object request, Internals internals) throws Throwable {
    Object made = copy.invokeExact(request);
    Map<String, List<String>> to = (Map<String, List<String>>) internals.systemHeaders(made);
    to.clear();
    for (Map.Entry<?, ?> header : internals.systemHeaders(request).entrySet()) {
      to.put((String) header.getKey(), new ArrayList<>((List<String>) header.getValue()));
    }
    return made;
  }

  /** The response to another exchange's request, as the one to this exchange's. */
  Object bind(Object response, Object exchange, Object implementation, Internals internals)
      throws Throwable {
    return newResponse.invokeExact(
        request.invokeExact(exchange),
        exchange,
        internals.headers(response),
        connection.invokeExact(implementation),
        internals.statusCode(response),
        (HttpClient.Version) responseVersion.invokeExact(response));
  }

  /** Lets the application's time for connecting begin anew, as the JDK does before a retry. */
  void resetConnectTimeout(Object exchange) throws Throwable {
    Object tracker = connectTimeout.invokeExact(exchange);
    if (tracker != null) {
      resetConnectTimeout.invokeExact(tracker);
    }
  }
}
