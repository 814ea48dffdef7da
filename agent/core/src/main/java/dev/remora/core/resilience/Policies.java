package dev.remora.core.resilience;

import dev.remora.core.config.ServiceConfig;
import java.util.Collections;
import java.util.List;

/** The policies of a service's calls, as one: a call keeps to those that it began with. */
public final class Policies {
  private final ServiceConfig config;
  private final TimeLimits limits;
  private final Retries retries;
  private final Hedging hedging;
  private final Guards guards;

  private Policies(
      ServiceConfig config, TimeLimits limits, Retries retries, Hedging hedging, Guards guards) {
    this.config = config;
    this.limits = limits;
    this.retries = retries;
    this.hedging = hedging;
    this.guards = guards;
  }

  /**
   * Those that {@code config} asks for.
   *
   * @param before those there are, which go on where their settings are the same; or null
   */
  static Policies of(
      String service, ServiceConfig config, Policies before, Chance chance, long now) {
    boolean same = before != null && config.sameAs(before.config, "retry.");
    boolean hedgedAlike = before != null && config.sameAs(before.config, "hedge.");
    return new Policies(
        config,
        new TimeLimits(config),
        same ? before.retries : Retries.of(config, chance),
        hedgedAlike ? before.hedging : Hedging.of(config),
        Guards.of(
            service,
            config,
            before == null ? null : before.guards,
            before == null ? null : before.config,
            chance,
            now));
  }

  /** The same with what is other for some calls. */
  Policies with(CallOverride override) {
    return new Policies(
        config, override.limits(limits), override.retries(retries, this), hedging, guards);
  }

  /** What was set. */
  public ServiceConfig config() {
    return config;
  }

  /** The time-outs. */
  public TimeLimits limits() {
    return limits;
  }

  /** How calls are tried again; null: they are not. */
  public Retries retries() {
    return retries;
  }

  /** How calls are made twice at the same time; null: they are not. */
  public Hedging hedging() {
    return hedging;
  }

  /** Lets a call through or rejects it; null: there is nothing that could reject it. */
  public Admission admit(long now) {
    return guards == null ? null : Admission.of(guards, now);
  }

  /** What may reject calls, and what it does now: one line each. */
  public List<String> describe(long now) {
    return guards == null ? Collections.<String>emptyList() : guards.describe(now);
  }
}
