package dev.remora.instrumentation.javahttpclient;

import dev.remora.bootstrap.Door;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.http.HttpHeaders;

/**
 * What {@link SentHead} needs of {@code jdk.internal.net.http} for HTTP/2 besides {@link
 * Internals}; where a JDK has not all of it, nothing is added to what is sent there. Lives in the
 * loader of {@code java.net.http}.
 */
final class HeadInternals {
  private static final String PACKAGE = "jdk.internal.net.http.";

  private static volatile HeadInternals instance;
  private static volatile boolean missing;

  private final MethodHandle stream;
  private final MethodHandle request;
  private final MethodHandle system;
  private final MethodHandle user;
  private final MethodHandle newFrame;
  private final MethodHandle streamId;
  private final MethodHandle setStreamId;
  private final MethodHandle flags;
  private final MethodHandle setFlags;

  private HeadInternals(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
    Class<?> frame = lookup.findClass(PACKAGE + "frame.OutgoingHeaders");
    Class<?> streamType = lookup.findClass(PACKAGE + "Stream");
    Class<?> requestType = lookup.findClass(PACKAGE + "HttpRequestImpl");
    stream =
        lookup
            .findVirtual(frame, "getAttachment", MethodType.methodType(Object.class))
            .asType(MethodType.methodType(Object.class, Object.class));
    request =
        lookup
            .findGetter(streamType, "request", requestType)
            .asType(MethodType.methodType(Object.class, Object.class));
    system = headers(lookup, frame, "getSystemHeaders");
    user = headers(lookup, frame, "getUserHeaders");
    newFrame =
        lookup
            .findConstructor(
                frame,
                MethodType.methodType(
                    void.class, HttpHeaders.class, HttpHeaders.class, Object.class))
            .asType(
                MethodType.methodType(
                    Object.class, HttpHeaders.class, HttpHeaders.class, Object.class));
    streamId = number(lookup, frame, "streamid");
    setStreamId = setNumber(lookup, frame, "streamid");
    flags = number(lookup, frame, "getFlags");
    setFlags = setNumber(lookup, frame, "setFlag");
  }

  private static MethodHandle headers(MethodHandles.Lookup lookup, Class<?> frame, String name)
      throws ReflectiveOperationException {
    return lookup
        .findVirtual(frame, name, MethodType.methodType(HttpHeaders.class))
        .asType(MethodType.methodType(HttpHeaders.class, Object.class));
  }

  private static MethodHandle number(MethodHandles.Lookup lookup, Class<?> frame, String name)
      throws ReflectiveOperationException {
    return lookup
        .findVirtual(frame, name, MethodType.methodType(int.class))
        .asType(MethodType.methodType(int.class, Object.class));
  }

  private static MethodHandle setNumber(MethodHandles.Lookup lookup, Class<?> frame, String name)
      throws ReflectiveOperationException {
    return lookup
        .findVirtual(frame, name, MethodType.methodType(void.class, int.class))
        .asType(MethodType.methodType(void.class, Object.class, int.class));
  }

  /**
   * The internals as seen from woven code.
   *
   * @return null: this JDK's are different, which has been taken note of
   */
  static HeadInternals of(MethodHandles.Lookup lookup) {
    HeadInternals found = instance;
    if (found == null && !missing) {
      try {
        found = new HeadInternals(lookup);
        instance = found;
      } catch (ReflectiveOperationException | RuntimeException e) {
        missing = true;
        Door.fault(e);
      }
    }
    return found;
  }

  /** The request that {@code frame} begins to send. */
  Object request(Object frame) throws Throwable {
    return request.invokeExact(stream.invokeExact(frame));
  }

  /** The headers in {@code frame} that are the JDK's. */
  HttpHeaders systemHeaders(Object frame) throws Throwable {
    return (HttpHeaders) system.invokeExact(frame);
  }

  /** Those that are the application's. */
  HttpHeaders userHeaders(Object frame) throws Throwable {
    return (HttpHeaders) user.invokeExact(frame);
  }

  /** A frame like {@code frame} with other headers. */
  Object copy(Object frame, HttpHeaders systemHeaders, HttpHeaders userHeaders) throws Throwable {
    Object copy = newFrame.invokeExact(systemHeaders, userHeaders, stream.invokeExact(frame));
    setStreamId.invokeExact(copy, (int) streamId.invokeExact(frame));
    setFlags.invokeExact(copy, (int) flags.invokeExact(frame));
    return copy;
  }
}
