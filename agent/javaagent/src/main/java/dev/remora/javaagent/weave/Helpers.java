package dev.remora.javaagent.weave;

import dev.remora.instrumentation.api.Integration;
import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Brings the helper classes of an integration into the loader of the client it hooks, once per
 * loader.
 */
final class Helpers {
  /** Stands for the bootstrap loader, which is null and no key. */
  private static final Object BOOTSTRAP = new Object();

  private final ClassDefiner definer;
  private final Map<Object, Set<String>> done = Collections.synchronizedMap(new WeakHashMap<>());

  Helpers(ClassDefiner definer) {
    this.definer = definer;
  }

  void bring(Integration integration, ClassLoader loader) throws IOException {
    if (integration.helpers().isEmpty()) {
      return;
    }
    Set<String> brought =
        done.computeIfAbsent(
            loader == null ? BOOTSTRAP : loader,
            key -> Collections.synchronizedSet(new HashSet<>()));
    if (!brought.add(integration.name())) {
      return;
    }
    for (String helper : integration.helpers()) {
      definer.define(helper, ClassBytes.of(helper), loader);
    }
  }
}
