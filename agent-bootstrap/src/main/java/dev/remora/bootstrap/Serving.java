package dev.remora.bootstrap;

/** A request that came in and is being served. Thread-safe. */
public abstract class Serving {
  /** What the calls made for it belong to: {@link Current} of each thread that serves it. */
  public abstract Object context();

  /** See {@link Door#served}. */
  protected abstract void ended(int status, String route, Throwable failure);
}
