package dev.remora.core.config;

/** What a setting's text means, and which texts are allowed. */
public abstract class Type<T> {
  private final String allowed;

  /**
   * A type.
   *
   * @param allowed what is allowed, in words that end an error line
   */
  protected Type(String allowed) {
    this.allowed = allowed;
  }

  /**
   * The value that {@code text} spells.
   *
   * @throws BadValue if it is not allowed; the message goes between the value and what is allowed
   */
  public abstract T parse(String text);

  /**
   * Whether a comma is part of a value rather than between two.
   *
   * @param before the text of the value up to that comma
   * @param after all that follows it
   */
  boolean holdsComma(String before, String after) {
    return false;
  }

  /** What is allowed, in words that end an error line. */
  public final String allowed() {
    return allowed;
  }

  /** Why a text is not allowed, for example {@code is not a duration}. */
  public static final class BadValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what goes between the value and what is allowed. */
    public BadValue(String message) {
      super(message, null, false, false);
    }
  }
}
