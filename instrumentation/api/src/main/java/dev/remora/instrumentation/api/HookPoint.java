package dev.remora.instrumentation.api;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** One method (or one set of overloads) of one exactly named type, and the advice woven into it. */
public final class HookPoint {
  /** The name of every constructor, for {@link Type#method(String)}. */
  public static final String CONSTRUCTOR = "<init>";

  private final String type;
  private final String method;
  private final List<String> parameterTypes;
  private final String advice;

  private HookPoint(String type, String method, List<String> parameterTypes, String advice) {
    this.type = type;
    this.method = method;
    this.parameterTypes = parameterTypes;
    this.advice = advice;
  }

  /**
   * Starts the description of a hook point.
   *
   * @param type the binary name of the type that declares the method, for example {@code
   *     okhttp3.internal.connection.RealCall}
   */
  public static Type on(String type) {
    return new Type(type);
  }

  /** Binary name of the hooked type. */
  public String type() {
    return type;
  }

  /** Name of the hooked method. */
  public String method() {
    return method;
  }

  /** Erased parameter type names of the one overload meant, or null: every overload. */
  public List<String> parameterTypes() {
    return parameterTypes;
  }

  /** Binary name of the advice class. */
  public String advice() {
    return advice;
  }

  @Override
  public String toString() {
    return type + "#" + method + (parameterTypes == null ? "" : parameterTypes);
  }

  /** A type of which a method is to be hooked. */
  public static final class Type {
    private final String name;

    private Type(String name) {
      this.name = name;
    }

    /** Every overload of {@code method}. */
    public Method method(String method) {
      return new Method(name, method, null);
    }

    /**
     * The one overload of {@code method} with these erased parameter types, for example {@code
     * java.net.URL}, {@code int}.
     */
    public Method method(String method, String... parameterTypes) {
      return new Method(
          name, method, Collections.unmodifiableList(Arrays.asList(parameterTypes.clone())));
    }
  }

  /** A method to be hooked. */
  public static final class Method {
    private final String type;
    private final String method;
    private final List<String> parameterTypes;

    private Method(String type, String method, List<String> parameterTypes) {
      this.type = type;
      this.method = method;
      this.parameterTypes = parameterTypes;
    }

    /**
     * Completes the hook point.
     *
     * @param advice binary name of a class with ByteBuddy {@code Advice} methods, each with {@code
     *     suppress = Throwable.class}
     */
    public HookPoint advice(String advice) {
      return new HookPoint(type, method, parameterTypes, advice);
    }
  }
}
