package dev.remora.gateway.auth;

import java.util.EnumMap;
import java.util.Map;

/** A refusal as the log takes it. There is one for each reason, so it has no stack. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final Map<Refusal, RefusedException> ALL = new EnumMap<>(Refusal.class);

  static {
    for (Refusal refusal : Refusal.values()) {
      ALL.put(refusal, new RefusedException(refusal.reason()));
    }
  }

  private RefusedException(String reason) {
    super(reason, null, false, false);
  }

  static RefusedException of(Refusal refusal) {
    return ALL.get(refusal);
  }
}
