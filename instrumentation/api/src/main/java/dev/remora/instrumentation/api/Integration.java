package dev.remora.instrumentation.api;

import java.util.Collections;
import java.util.List;

/**
 * One client's integration: what it hooks, and with which advice.
 *
 * <p>An implementation is loaded while the application starts, so it may only hold names: neither
 * the client's classes nor the byte-code library may be touched by it.
 */
public interface Integration {
  /**
   * The name of the integration's module, as it appears in {@code status}, for example {@code
   * okhttp}.
   */
  String name();

  /** Every hook point. Those whose type or method a client version lacks are passed over. */
  List<HookPoint> hookPoints();

  /**
   * Names of the classes that advice of this integration calls by name and that need the client's
   * types. They are defined into the class loader of the hooked client, in this order (a class
   * after its own super types and before its users), and may refer to the JDK, the client, {@code
   * dev.remora.bootstrap} and each other only.
   */
  default List<String> helpers() {
    return Collections.emptyList();
  }
}
