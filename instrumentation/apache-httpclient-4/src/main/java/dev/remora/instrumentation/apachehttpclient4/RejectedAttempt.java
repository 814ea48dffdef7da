package dev.remora.instrumentation.apachehttpclient4;

/** An attempt that must not be made. */
public final class RejectedAttempt extends Attempt {}
