package dev.remora.core.config;

/** What of a request decides where it goes. Immutable. */
public final class HashOn {
  /** Part of a request. */
  public enum Part {
    /** The value of a header. */
    HEADER,

    /** The value of a cookie. */
    COOKIE,

    /** The value of a query parameter. */
    QUERY,

    /** The path, without the query. */
    PATH
  }

  private final Part part;
  private final String name;

  HashOn(Part part, String name) {
    this.part = part;
    this.name = name;
  }

  /** Which part. */
  public Part part() {
    return part;
  }

  /** The name of the header, cookie or query parameter; empty for the path. */
  public String name() {
    return name;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HashOn
        && ((HashOn) other).part == part
        && ((HashOn) other).name.equals(name);
  }

  @Override
  public int hashCode() {
    return 31 * part.hashCode() + name.hashCode();
  }

  /** As it is written. */
  @Override
  public String toString() {
    return Types.spelling(part) + (name.isEmpty() ? "" : ":" + name);
  }
}
