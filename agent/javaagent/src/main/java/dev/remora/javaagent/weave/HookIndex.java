package dev.remora.javaagent.weave;

import dev.remora.instrumentation.api.HookPoint;
import dev.remora.instrumentation.api.Integration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which types are hooked. Every class that the JVM loads is looked up here, so it is one hash
 * look-up, and the byte-code library is not loaded before something is found.
 */
public final class HookIndex {
  private final Map<String, HookedType> types = new HashMap<>();

  /** The index of all hook points of {@code integrations}. */
  public HookIndex(List<Integration> integrations) {
    for (Integration integration : integrations) {
      for (HookPoint hook : integration.hookPoints()) {
        types
            .computeIfAbsent(
                hook.type().replace('.', '/'), name -> new HookedType(hook.type(), null))
            .add(integration, hook);
      }
    }
  }

  /**
   * Has it told when a type is about to be loaded by the bootstrap loader.
   *
   * @param type its binary name; it is not woven
   * @param seen must return at once, and may be run more than once
   */
  public void watch(String type, Runnable seen) {
    types.put(type.replace('.', '/'), new HookedType(type, seen));
  }

  /**
   * The hook points of a type.
   *
   * @param internalName the type's name with slashes, or null for a class without a name
   * @return null: nothing is hooked there
   */
  public HookedType get(String internalName) {
    return internalName == null ? null : types.get(internalName);
  }

  /** One type and what is woven into it. */
  public static final class HookedType {
    private final String name;
    private final Runnable seen;
    private final List<HookPoint> hooks = new ArrayList<>();
    private final List<Integration> integrations = new ArrayList<>();

    HookedType(String name, Runnable seen) {
      this.name = name;
      this.seen = seen;
    }

    void add(Integration integration, HookPoint hook) {
      hooks.add(hook);
      if (!integrations.contains(integration)) {
        integrations.add(integration);
      }
    }

    /** Binary name. */
    public String name() {
      return name;
    }

    /** What is to be run when it is loaded; null: nothing, it is woven. */
    Runnable seen() {
      return seen;
    }

    /** All hook points of the type. */
    public List<HookPoint> hooks() {
      return hooks;
    }

    /** The integrations that these hook points belong to. */
    public List<Integration> integrations() {
      return integrations;
    }
  }
}
