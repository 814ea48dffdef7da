package dev.remora.core.discovery;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A registry that says what the test says: real ones can't be made to lie, or to hang. */
public final class Puppet implements Registry {
  public final List<String> watched = new CopyOnWriteArrayList<>();
  public final List<String> registered = new CopyOnWriteArrayList<>();
  public volatile boolean closed;
  private volatile Listener listener;

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
    registered.add(registration.toString());
  }

  @Override
  public void close() {
    closed = true;
  }

  public void lists(String... names) {
    listener.services(Set.of(names));
  }

  /** Tells endpoints, each an address with a port. */
  public void tells(String service, String... endpoints) {
    listener.endpoints(service, endpoints(endpoints));
  }

  public void down(String reason) {
    listener.down(reason);
  }

  public void up() {
    listener.up();
  }

  public static List<Endpoint> endpoints(String... endpoints) {
    return List.of(endpoints).stream()
        .map(text -> text.split(":"))
        .map(parts -> Endpoint.at(parts[0], Integer.parseInt(parts[1])).build())
        .toList();
  }
}
