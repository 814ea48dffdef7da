package dev.remora.it.app;

/** One header line: its name as spelled and its value. */
public final class Header {
  public String name;
  public String value;

  /** For {@link Json}. */
  public Header() {}

  /** A header line. */
  public Header(String name, String value) {
    this.name = name;
    this.value = value;
  }

  @Override
  public String toString() {
    return name + ": " + value;
  }
}
