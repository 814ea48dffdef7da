package dev.remora.javaagent.weave;

import dev.remora.bootstrap.Door;
import dev.remora.core.log.Log;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/**
 * On Java 9 and newer a named module whose classes are woven must be able to read the module of the
 * doors, and that of the helpers, which is the unnamed one of the same loader.
 */
public final class ModularWeavingTransformer extends WeavingTransformer {
  private final Instrumentation instrumentation;
  private final Log log;

  /** A transformer for the types of {@code index}. */
  public ModularWeavingTransformer(
      HookIndex index, ClassDefiner definer, Log log, Instrumentation instrumentation) {
    super(index, definer, log);
    this.instrumentation = instrumentation;
    this.log = log;
  }

  @Override
  public byte[] transform(
      Module module,
      ClassLoader loader,
      String className,
      Class<?> classBeingRedefined,
      java.security.ProtectionDomain protectionDomain,
      byte[] classFile) {
    if (!isHooked(className)) {
      return null;
    }
    try {
      if (module.isNamed()) {
        read(module, Door.class.getModule());
        if (loader != null) {
          read(module, loader.getUnnamedModule());
        }
      }
    } catch (Throwable e) {
      log.warn("cannot hook " + className.replace('/', '.') + ": " + e);
      return null;
    }
    return transform(loader, className, classBeingRedefined, protectionDomain, classFile);
  }

  private void read(Module module, Module other) {
    if (!module.canRead(other)) {
      instrumentation.redefineModule(module, Set.of(other), Map.of(), Map.of(), Set.of(), Map.of());
    }
  }
}
