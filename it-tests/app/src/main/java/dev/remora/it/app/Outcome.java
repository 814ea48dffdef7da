package dev.remora.it.app;

import java.util.ArrayList;
import java.util.List;

/** How one request ended: with a reply or with a failure. */
public final class Outcome {
  /** The URL asked for. */
  public String asked;

  /** Null when the request failed. */
  public Reply reply;

  /** The exception and its causes, {@code class: message} each; empty when there is a reply. */
  public List<String> failure = new ArrayList<>();

  /** Whether that is an {@link java.io.IOException}, its future's wrapping aside. */
  public boolean io;

  /** Where the failure was thrown, to read when a test fails; never compared. */
  public String trace;

  /** What the driver lacks, or null. */
  public String unsupported;

  /** Whether the calling thread was interrupted when the call had ended. */
  public boolean interrupted;

  public long tookMs;
}
