package dev.remora.core.discovery;

import java.util.List;
import java.util.Set;

/**
 * A source of services and their endpoints.
 *
 * <p>A registry does its work on threads of its own, all of them daemons, and reports to the one
 * {@link Listener} it was started with. It keeps trying for ever with back-off, never reports a
 * fault of its own as an empty list, and never throws out of {@link #watch} or {@link #close}.
 */
public interface Registry extends AutoCloseable {
  /**
   * Starts watching the names of services. Returns at once; called exactly once, before anything
   * else.
   */
  void start(Listener listener);

  /**
   * Starts watching the endpoints of one service, for as long as the registry is open. Returns at
   * once, may be called from a request's thread; watching what is watched already changes nothing.
   */
  void watch(String service);

  /**
   * Puts this process into the registry and keeps it there: heartbeats, and registers again when
   * the registry has forgotten it. Returns at once.
   */
  void register(Registration registration);

  /**
   * How long ago the registry last answered anything, in nanoseconds; -1 if it never has, or if
   * that says nothing, as of a file. Where a registry keeps the answer back until something
   * changes, that can be minutes though all is well. For any thread.
   */
  default long lastAnswerNanos() {
    return -1;
  }

  /**
   * Takes what was registered out again, within two seconds, and keeps it out; all else goes on.
   *
   * @return whether the registry has taken something out
   */
  default boolean leave() {
    return false;
  }

  /** Stops all watches and takes what was registered out again, within two seconds. */
  @Override
  void close();

  /** What a registry tells; implementations of it return quickly and never throw. */
  interface Listener extends OutageListener {
    /** The complete set of service names, whenever it changes. */
    void services(Set<String> names);

    /**
     * Names that are known already, while more are to be expected; {@link #services} follows. Told
     * by a registry that consists of several.
     */
    default void someServices(Set<String> names) {}

    /**
     * The complete list of a watched service's healthy endpoints, whenever it changes; empty means
     * there are none. The list itself is not changed later. An endpoint that is as it was before is
     * best told as the same object: then it is held once.
     */
    void endpoints(String service, List<Endpoint> endpoints);

    /**
     * The registry can't be reached or can't be understood; what was told before stands. Once per
     * outage.
     */
    @Override
    void down(String reason);

    /** The registry answers again. */
    @Override
    void up();
  }
}
