package dev.remora.gateway.auth;

/**
 * Why a credential is not accepted. Clients are told the kind alone: what is wrong in particular
 * helps those who forge; it is for the log.
 */
public enum Refusal implements Outcome {
  /** There is none, and one is needed. */
  MISSING(Kind.MISSING, "no credential"),
  /** There are several where one is allowed. */
  SEVERAL(Kind.MALFORMED, "more than one credential of a kind"),
  /** A bearer token that no mechanism takes. */
  UNKNOWN_ISSUER(Kind.INVALID, "a token of an issuer that is not accepted here"),
  /** A token of more bytes than are looked at. */
  TOO_LARGE(Kind.INVALID, "a token that is too large"),
  /** No compact JWS of JSON objects. */
  NO_JWS(Kind.INVALID, "a token that is not well formed"),
  /** An extension that must be understood and is not (RFC 7515, section 4.1.11). */
  CRITICAL(Kind.INVALID, "a token with crit"),
  /** Compressed content, which can grow without bound. */
  COMPRESSED(Kind.INVALID, "a token with zip"),
  /** A token made for something else (RFC 8725, section 3.11). */
  TYPE(Kind.INVALID, "a token of a type that is not accepted"),
  /** {@code none}, an HMAC, or one that is not allowed. */
  ALGORITHM(Kind.INVALID, "a token with an algorithm that is not accepted"),
  /** No key of the issuer fits. */
  UNKNOWN_KEY(Kind.INVALID, "a token signed with a key that is not known"),
  /** The signature is not one of the key's. */
  SIGNATURE(Kind.INVALID, "a token whose signature is wrong"),
  /** Made for somebody else (RFC 8725, section 3.9). */
  AUDIENCE(Kind.INVALID, "a token for another audience"),
  /** Without a time at which it ends, or times that are no numbers. */
  TIMES(Kind.INVALID, "a token without times that can be used"),
  /** Its time is over. */
  EXPIRED(Kind.INVALID, "a token that has expired"),
  /** Its time has not come. */
  EARLY(Kind.INVALID, "a token that is not valid yet"),
  /** Does not say whom it is about. */
  SUBJECT(Kind.INVALID, "a token without a subject"),
  /** Bound to a key that was not shown (RFC 8705, RFC 9449). */
  BINDING(Kind.INVALID, "a token bound to a key that was not shown"),
  /** The server that issued it says that it is not active (RFC 7662). */
  INACTIVE(Kind.INVALID, "a token that is not active"),
  /** Not one of the keys in the file. */
  API_KEY(Kind.INVALID, "an API key that is not known"),
  /** The key was good once. */
  API_KEY_EXPIRED(Kind.INVALID, "an API key that has expired"),
  /** The certificate is not that of somebody who is accepted. */
  CERTIFICATE(Kind.INVALID, "a client certificate that is not accepted"),
  /** The issuer's keys are not known. */
  NO_KEYS(Kind.UNAVAILABLE, "the issuer's keys are not known"),
  /** The server that tells whether tokens are active does not answer. */
  NO_INTROSPECTION(Kind.UNAVAILABLE, "the introspection endpoint does not answer"),
  /** What is asked about it takes too long. */
  NO_ANSWER(Kind.UNAVAILABLE, "no answer about it in time"),
  /** The gateway can't sign what it would tell the service. */
  NO_SIGNATURE(Kind.UNAVAILABLE, "no internal token can be signed"),
  /** More requests wait for a verification than are allowed to. */
  OVERLOADED(Kind.UNAVAILABLE, "too many credentials are being verified");

  /** What clients are told. */
  public enum Kind {
    /** 401 without an error. */
    MISSING,
    /** 400 {@code invalid_request}. */
    MALFORMED,
    /** 401 {@code invalid_token}. */
    INVALID,
    /** 503. */
    UNAVAILABLE
  }

  private final Kind kind;
  private final String reason;

  Refusal(Kind kind, String reason) {
    this.kind = kind;
    this.reason = reason;
  }

  /** What clients are told. */
  public Kind kind() {
    return kind;
  }

  /** One line for the operator, without any of the credential. */
  public String reason() {
    return reason;
  }
}
