package dev.remora.core.security;

import dev.remora.core.discovery.remote.Fault;

/** Gives one token after another. */
public interface Issuer {
  /** Begins to get a token; never on a request's thread. */
  void issue(Answer answer);

  /** Told once, on any thread. */
  interface Answer {
    /**
     * There is one.
     *
     * @param lifetimeNanos how long it is good for, from when it was asked for
     */
    void issued(String token, long lifetimeNanos);

    /** There is none. */
    void failed(Fault fault);
  }
}
