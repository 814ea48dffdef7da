package dev.remora.gateway.proxy;

import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;

/** Tells the mesh of failures in the types that it knows. */
final class Causes {
  private Causes() {}

  /** Of what kept a connection from being made. */
  static Throwable connecting(Throwable failure) {
    if (failure instanceof IOException) {
      return failure;
    }
    String message = String.valueOf(failure.getMessage());
    return failure instanceof TimeoutException
        ? caused(new java.net.SocketTimeoutException("connect timed out"), failure)
        : caused(new ConnectException(message), failure);
  }

  /** Of what ended a request on a connection that was there. */
  static Throwable sending(Throwable failure) {
    return failure instanceof IOException
        ? failure
        : new IOException(String.valueOf(failure.getMessage()), failure);
  }

  private static Throwable caused(IOException told, Throwable by) {
    told.initCause(by);
    return told;
  }
}
