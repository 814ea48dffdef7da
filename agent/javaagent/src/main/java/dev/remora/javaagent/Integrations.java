package dev.remora.javaagent;

import dev.remora.instrumentation.api.Integration;
import dev.remora.instrumentation.urlconnection.UrlConnectionIntegration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * All clients that the agent knows: a plain list, since searching for them would cost start-up
 * time.
 */
final class Integrations {
  private Integrations() {}

  static List<Integration> all() {
    return Collections.unmodifiableList(Arrays.<Integration>asList(new UrlConnectionIntegration()));
  }
}
