package dev.remora.javaagent.weave;

import dev.remora.instrumentation.api.HookPoint;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.VisibilityBridgeStrategy;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;

/**
 * Weaves advice into class files.
 *
 * <p>Of the byte-code library only what changes method bodies is used: no validation of types that
 * the JVM has accepted already, no method graph over super types (another agent may have given them
 * interfaces that no class path knows), no change of a class's shape (the JVM refuses it for loaded
 * classes).
 */
final class Weaver {
  private final ByteBuddy byteBuddy =
      new ByteBuddy()
          .with(TypeValidation.DISABLED)
          .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
          .with(VisibilityBridgeStrategy.Default.NEVER)
          .with(InstrumentedType.Factory.Default.FROZEN)
          .with(Implementation.Context.Disabled.Factory.INSTANCE);
  private final ClassFileLocator adviceLocator =
      ClassFileLocator.ForClassLoader.of(Weaver.class.getClassLoader());
  private final TypePool advicePool = pool(adviceLocator);

  /**
   * The class file with the advice in it.
   *
   * @param loader the loader that is loading the type; null is the bootstrap loader
   * @return null: the type has none of the hooked methods
   */
  byte[] weave(ClassLoader loader, String type, byte[] classFile, List<HookPoint> hooks) {
    ClassFileLocator locator =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(type, classFile),
            loader == null
                ? ClassFileLocator.ForClassLoader.ofBootLoader()
                : ClassFileLocator.ForClassLoader.of(loader));
    TypeDescription description = pool(locator).describe(type).resolve();
    Map<HookPoint, MethodList<?>> found = new HashMap<>();
    for (HookPoint hook : hooks) {
      MethodList<?> methods = description.getDeclaredMethods().filter(methodOf(hook));
      if (!methods.isEmpty()) {
        found.put(hook, methods);
      }
    }
    if (found.isEmpty()) {
      return null;
    }
    DynamicType.Builder<?> builder = byteBuddy.decorate(description, locator);
    for (HookPoint hook : hooks) {
      if (found.containsKey(hook)) {
        TypeDescription advice = advicePool.describe(hook.advice()).resolve();
        builder =
            builder.visit(
                Advice.to(advice, adviceLocator)
                    .on(ElementMatchers.anyOf(found.get(hook).toArray())));
      }
    }
    return builder.make().getBytes();
  }

  private static TypePool pool(ClassFileLocator locator) {
    return new TypePool.Default.WithLazyResolution(
        new TypePool.CacheProvider.Simple(),
        locator,
        TypePool.Default.ReaderMode.FAST,
        TypePool.Empty.INSTANCE);
  }

  /** By internal name, which for a constructor is {@link HookPoint#CONSTRUCTOR}. */
  private static ElementMatcher<MethodDescription> methodOf(HookPoint hook) {
    return method ->
        method.getInternalName().equals(hook.method())
            && !method.isAbstract()
            && (hook.parameterTypes() == null || hook.parameterTypes().equals(erased(method)));
  }

  private static List<String> erased(MethodDescription method) {
    List<String> names = new java.util.ArrayList<>();
    method.getParameters().asTypeList().asErasures().forEach(type -> names.add(type.getName()));
    return Collections.unmodifiableList(names);
  }
}
