package dev.remora.instrumentation.javahttpclient;

import dev.remora.bootstrap.Door;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What a helper needs of {@code jdk.internal.net.http}, which its module shows to nobody. Woven
 * code is inside of that package and lends its own {@code Lookup}, so that nothing has to be opened
 * for anybody. Lives in the loader of {@code java.net.http}.
 */
final class Internals {
  private static final String PACKAGE = "jdk.internal.net.http.";

  private static volatile Internals instance;
  private static volatile boolean missing;

  private final VarHandle proxy;
  private final MethodHandle uri;
  private final MethodHandle systemHeaders;
  private final MethodHandle responseAsync;
  private final MethodHandle implementation;
  private final MethodHandle cancelled;
  private final MethodHandle connected;
  private final MethodHandle address;
  private final VarHandle exchangeImplementation;
  private final MethodHandle cancel;
  private final MethodHandle ignoreBody;
  private final MethodHandle statusCode;
  private final MethodHandle responseHeaders;

  /** Null in JDK 11, where the application cannot cancel. */
  private final MethodHandle cancelledByApplication;

  private Internals(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
    Class<?> request = lookup.findClass(PACKAGE + "HttpRequestImpl");
    Class<?> headers = lookup.findClass(PACKAGE + "common.HttpHeadersBuilder");
    Class<?> exchange = lookup.findClass(PACKAGE + "Exchange");
    Class<?> multiExchange = lookup.findClass(PACKAGE + "MultiExchange");
    Class<?> exchangeImpl = lookup.findClass(PACKAGE + "ExchangeImpl");
    Class<?> connection = lookup.findClass(PACKAGE + "HttpConnection");

    proxy =
        MethodHandles.privateLookupIn(request, lookup).findVarHandle(request, "proxy", Proxy.class);
    uri = general(lookup.findVirtual(request, "uri", MethodType.methodType(URI.class)), URI.class);
    systemHeaders =
        general(
            MethodHandles.filterReturnValue(
                lookup.findVirtual(
                    request, "getSystemHeadersBuilder", MethodType.methodType(headers)),
                lookup.findVirtual(headers, "map", MethodType.methodType(Map.class))),
            Map.class);
    responseAsync =
        general(
            lookup.findVirtual(
                exchange, "responseAsync", MethodType.methodType(CompletableFuture.class)),
            CompletableFuture.class);
    implementation = general(lookup.findGetter(exchange, "exchImpl", exchangeImpl), Object.class);
    cancelled =
        general(
            MethodHandles.filterReturnValue(
                lookup.findGetter(exchange, "multi", multiExchange),
                lookup.findGetter(multiExchange, "cancelled", boolean.class)),
            boolean.class);
    connected =
        general(
            MethodHandles.filterReturnValue(
                lookup.findVirtual(exchangeImpl, "connection", MethodType.methodType(connection)),
                lookup.findVirtual(connection, "connected", MethodType.methodType(boolean.class))),
            boolean.class);
    address =
        general(
            lookup.findVirtual(
                connection, "address", MethodType.methodType(InetSocketAddress.class)),
            InetSocketAddress.class);
    exchangeImplementation =
        MethodHandles.privateLookupIn(exchange, lookup)
            .findVarHandle(exchange, "exchImpl", exchangeImpl);
    cancel =
        lookup
            .findVirtual(exchange, "cancel", MethodType.methodType(void.class, IOException.class))
            .asType(MethodType.methodType(void.class, Object.class, IOException.class));
    ignoreBody =
        general(
            lookup.findVirtual(
                exchange, "ignoreBody", MethodType.methodType(CompletableFuture.class)),
            CompletableFuture.class);
    Class<?> response = lookup.findClass(PACKAGE + "Response");
    statusCode =
        general(
            lookup.findVirtual(response, "statusCode", MethodType.methodType(int.class)),
            int.class);
    responseHeaders =
        general(
            lookup.findVirtual(response, "headers", MethodType.methodType(HttpHeaders.class)),
            HttpHeaders.class);
    cancelledByApplication = cancelledByApplication(lookup, exchange, multiExchange);
  }

  private static MethodHandle cancelledByApplication(
      MethodHandles.Lookup lookup, Class<?> exchange, Class<?> multiExchange)
      throws ReflectiveOperationException {
    try {
      return general(
          MethodHandles.filterReturnValue(
              lookup.findGetter(exchange, "multi", multiExchange),
              lookup.findVirtual(
                  multiExchange, "requestCancelled", MethodType.methodType(boolean.class))),
          boolean.class);
    } catch (NoSuchMethodException jdk11) {
      return null;
    }
  }

  private static MethodHandle general(MethodHandle handle, Class<?> result) {
    return handle.asType(MethodType.methodType(result, Object.class));
  }

  /**
   * The internals as seen from woven code.
   *
   * @return null: this JDK's are different, which has been taken note of
   */
  static Internals of(MethodHandles.Lookup lookup) {
    Internals found = instance;
    if (found == null && !missing) {
      try {
        found = new Internals(lookup);
        instance = found;
      } catch (ReflectiveOperationException | RuntimeException e) {
        missing = true;
        Door.fault(e);
      }
    }
    return found;
  }

  /** Places {@code request}, or finds it placed; null: not ours. */
  Placement place(Object request) throws Throwable {
    Placement placement = placement(request);
    if (placement == null) {
      Proxy held = (Proxy) proxy.getVolatile(request);
      placement = Placement.of(request, (URI) uri.invokeExact(request), held);
      if (placement != null) {
        proxy.setVolatile(request, placement);
      }
    }
    return placement;
  }

  /** As {@link #place}, for an attempt whose end will be told. */
  Placement begin(Object request) throws Throwable {
    Placement placement = placement(request);
    if (placement == null) {
      Proxy held = (Proxy) proxy.getVolatile(request);
      placement = Placement.begin(this, request, (URI) uri.invokeExact(request), held);
      if (placement != null) {
        proxy.setVolatile(request, placement);
      }
    }
    return placement;
  }

  /** Places {@code request}, which was not asked for an address yet. */
  void put(Object request, Placement placement) {
    proxy.setVolatile(request, placement);
  }

  /** The placement that {@code request} has, or null. */
  Placement placement(Object request) {
    Object held = proxy.getVolatile(request);
    return held instanceof Placement && ((Placement) held).isOf(request) ? (Placement) held : null;
  }

  /** Makes the next attempt of {@code request} pick anew. */
  void forget(Object request) {
    if (proxy.getVolatile(request) instanceof Placement) {
      proxy.setVolatile(request, null);
    }
  }

  /** The headers that the JDK adds to {@code request}, to be changed in place. */
  Map<?, ?> systemHeaders(Object request) throws Throwable {
    return (Map<?, ?>) systemHeaders.invokeExact(request);
  }

  /** The first of those headers with that name, or null. */
  String systemHeader(Object request, String name) {
    try {
      Object values = systemHeaders(request).get(name);
      return values instanceof List && !((List<?>) values).isEmpty()
          ? String.valueOf(((List<?>) values).get(0))
          : null;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes an attempt: a connection, the request, the head of the response. */
  CompletableFuture<?> responseAsync(Object exchange) throws Throwable {
    return (CompletableFuture<?>) responseAsync.invokeExact(exchange);
  }

  /** What carries out the exchange, once that is settled; null before. */
  Object implementation(Object exchange) throws Throwable {
    return (Object) implementation.invokeExact(exchange);
  }

  /** Whether the application or one of its time-outs has given up the request. */
  boolean isCancelled(Object exchange) throws Throwable {
    return (boolean) cancelled.invokeExact(exchange);
  }

  /** Whether the connection of {@code implementation} has ever stood. */
  boolean isConnected(Object implementation) throws Throwable {
    return (boolean) connected.invokeExact(implementation);
  }

  /** Where {@code connection} goes. */
  InetSocketAddress address(Object connection) throws Throwable {
    return (InetSocketAddress) address.invokeExact(connection);
  }

  /** Makes {@code exchange} go on with what has carried out another. */
  void setImplementation(Object exchange, Object implementation) {
    exchangeImplementation.setVolatile(exchange, implementation);
  }

  /**
   * Whether anything may have been sent.
   *
   * @param previous what carried out the exchange before this attempt, or null
   */
  boolean hasConnected(Object exchange, Object previous) throws Throwable {
    Object now = implementation(exchange);
    return now != null && now != previous && isConnected(now);
  }

  /**
   * Takes out of the request what belonged to one attempt alone: JDK 11 to 17 would ask for 100
   * Continue twice, and the offer to upgrade must not go out on a connection that speaks HTTP/2
   * already.
   */
  void forgetAttempt(Object request) throws Throwable {
    Map<?, ?> headers = systemHeaders(request);
    headers.remove("Expect");
    if (headers.remove("HTTP2-Settings") != null) {
      headers.remove("Upgrade");
      headers.remove("Connection");
    }
  }

  /** Makes the exchange as it was before its first attempt, for whoever gives it up. */
  void clearImplementation(Object exchange) {
    exchangeImplementation.setVolatile(exchange, null);
  }

  /** Gives up the attempt, and not the request as a whole. */
  void cancel(Object exchange, IOException cause) throws Throwable {
    cancel.invokeExact(exchange, cause);
  }

  /** Whether it is the application that has given up, and not its time-out. */
  boolean isCancelledByApplication(Object exchange) throws Throwable {
    return cancelledByApplication != null && (boolean) cancelledByApplication.invokeExact(exchange);
  }

  /** Throws the body of the response away, as before a redirect is followed. */
  CompletableFuture<?> ignoreBody(Object exchange) throws Throwable {
    return (CompletableFuture<?>) ignoreBody.invokeExact(exchange);
  }

  /** The status of a response's head. */
  int statusCode(Object response) throws Throwable {
    return (int) statusCode.invokeExact(response);
  }

  /** The headers of a response. */
  HttpHeaders headers(Object response) throws Throwable {
    return (HttpHeaders) responseHeaders.invokeExact(response);
  }

  /** When a response asks to be asked again, or null. */
  String retryAfter(Object response) throws Throwable {
    return headers(response).firstValue("Retry-After").orElse(null);
  }
}
