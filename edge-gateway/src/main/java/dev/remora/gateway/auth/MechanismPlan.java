package dev.remora.gateway.auth;

/** A mechanism as it is configured. Immutable; plans of the same settings are equal. */
public interface MechanismPlan {
  /** What it is called. */
  String name();

  /** The mechanism, which is kept as long as a route has it. */
  Mechanism build(Desk desk);

  /** What it is, for {@code explain}: a few words without secrets. */
  String describe();
}
