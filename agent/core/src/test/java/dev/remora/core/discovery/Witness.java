package dev.remora.core.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hears what a registry tells, in order. */
public final class Witness implements Registry.Listener {
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @Override
  public void services(Set<String> names) {
    heard.add("services " + new TreeSet<>(names));
  }

  @Override
  public void someServices(Set<String> names) {
    heard.add("some services " + new TreeSet<>(names));
  }

  @Override
  public void endpoints(String service, List<Endpoint> endpoints) {
    heard.add(service + " " + endpoints);
  }

  @Override
  public void down(String reason) {
    heard.add("down: " + reason);
  }

  @Override
  public void up() {
    heard.add("up");
  }

  /** All of it so far. */
  public List<String> heard() {
    return heard;
  }

  /** What was heard since the last time this was asked. */
  public List<String> news() {
    List<String> news = new ArrayList<>(heard);
    heard.removeAll(news);
    return news;
  }
}
