package dev.remora.core.security;

/** What a call to a service that wants a token is sent with, or why it can't be sent. */
public abstract class Credential {
  Credential() {}

  /** That {@code service} can't be called, and why, in words that follow a colon. */
  public static Credential rejected(String service, String why) {
    return new Rejected("Remora rejected the call to " + service + ": " + why);
  }

  /** Why the call must not be sent, on one line without secrets; null: send it. */
  public abstract String rejection();

  /**
   * The header that holds the token; asked for each attempt, as there may be a newer one.
   *
   * @return {@code authorization} and its value, not to be changed; null: there is none
   */
  public abstract String[] headers();

  /** Whether the call has waited for it, so that it is later than it was. */
  public boolean hasWaited() {
    return false;
  }

  private static final class Rejected extends Credential {
    private final String why;

    Rejected(String why) {
      this.why = why;
    }

    @Override
    public String rejection() {
      return why;
    }

    @Override
    public String[] headers() {
      return null;
    }
  }
}
