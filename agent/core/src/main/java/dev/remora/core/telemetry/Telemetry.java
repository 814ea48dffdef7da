package dev.remora.core.telemetry;

import dev.remora.core.routing.RequestInfo;

/**
 * Records calls and served requests. Its methods are called on the threads of requests: they return
 * at once, do no I/O and throw nothing.
 */
public interface Telemetry {
  /**
   * A call begins; its attempts and its end are told to the answer.
   *
   * @param service as the registry spells it
   * @param host the service as the application named it, without port
   * @param request read within this method only, except for {@link RequestInfo#context}
   * @param now in nanoseconds of {@link System#nanoTime}, as all moments told later
   * @return null: nobody needs to know
   */
  ObservedCall begin(String service, String host, RequestInfo request, long now);

  /**
   * A request came in and is served from now on.
   *
   * @return null: nobody needs to know
   */
  ObservedRequest received(InboundRequest request);

  /** What it does and how it stands, for an operator: one line without secrets. */
  String describe();
}
