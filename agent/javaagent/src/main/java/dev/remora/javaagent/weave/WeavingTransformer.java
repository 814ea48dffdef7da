package dev.remora.javaagent.weave;

import dev.remora.core.log.Log;
import dev.remora.instrumentation.api.Integration;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;

/**
 * Looks at every class that is loaded and weaves the hooked ones. What goes wrong is said in one
 * line, and the class stays what it was: that client then knows no service names, and everything
 * else works.
 */
public class WeavingTransformer implements ClassFileTransformer {
  private final HookIndex index;
  private final Helpers helpers;
  private final Log log;
  private final ClassLoader own = WeavingTransformer.class.getClassLoader();

  /** A transformer for the types of {@code index}. */
  public WeavingTransformer(HookIndex index, ClassDefiner definer, Log log) {
    this.index = index;
    this.helpers = new Helpers(definer);
    this.log = log;
  }

  @Override
  public final byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> classBeingRedefined,
      ProtectionDomain protectionDomain,
      byte[] classFile) {
    HookIndex.HookedType type = index.get(className);
    if (type == null || loader == own) {
      return null;
    }
    if (type.seen() != null) {
      if (loader == null) {
        type.seen().run();
      }
      return null;
    }
    return weave(loader, type, classFile);
  }

  /** Whether a class of this name may be of interest. */
  protected final boolean isHooked(String className) {
    return index.get(className) != null;
  }

  private byte[] weave(ClassLoader loader, HookIndex.HookedType type, byte[] classFile) {
    try {
      byte[] woven = WeaverHolder.WEAVER.weave(loader, type.name(), classFile, type.hooks());
      if (woven != null) {
        for (Integration integration : type.integrations()) {
          helpers.bring(integration, loader);
        }
      }
      if (log.isDebug()) {
        log.debug((woven == null ? "nothing to hook in " : "hooked ") + type.name());
      }
      return woven;
    } catch (Throwable e) {
      log.warn("cannot hook " + type.name() + ", service names stay unknown to it: " + e);
      return null;
    }
  }

  /** Loads the byte-code library and runs it once, so that the first hooked class finds it warm. */
  public void warmUp() throws IOException {
    WarmUp.run(WeaverHolder.WEAVER);
  }

  /**
   * Loaded on the first match only: the byte-code library takes longer to load than everything else
   * together.
   */
  private static final class WeaverHolder {
    static final Weaver WEAVER = new Weaver();
  }
}
