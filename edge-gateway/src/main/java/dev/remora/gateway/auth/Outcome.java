package dev.remora.gateway.auth;

/** What a mechanism makes of a request. */
public sealed interface Outcome permits Outcome.Nothing, Verified, Refusal, Later {
  /** The mechanism has nothing to say of the request. */
  enum Nothing implements Outcome {
    /** It has no credential of this kind. */
    ABSENT,
    /** It has one, which is for another mechanism: such as a token of another issuer. */
    FOREIGN
  }
}
