package dev.remora.core;

import java.util.ArrayList;
import java.util.List;

/** The attempts of a call that may be hedged: its own, and those beside. As thread-safe as it. */
final class Attempts {
  /** The call itself. */
  final MeshCall leader;

  /** Those made beside, in their order. */
  final List<MeshCall> hedges = new ArrayList<>(1);

  /** Whether the service has asked for a pause: no more are made. */
  boolean heldBack;

  Attempts(MeshCall leader) {
    this.leader = leader;
  }
}
