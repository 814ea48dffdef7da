package dev.remora.core.routing;

import dev.remora.core.discovery.Registration;
import dev.remora.core.discovery.Registry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A registry that says what the test says, when the test says it: real ones can't be made to hang.
 */
public final class ScriptedRegistry implements Registry {
  public final List<String> watched = new CopyOnWriteArrayList<>();
  public volatile Listener listener;

  @Override
  public void start(Listener to) {
    listener = to;
  }

  @Override
  public void watch(String service) {
    watched.add(service);
  }

  @Override
  public void register(Registration registration) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
