package dev.remora.gateway.admin;

/** Which gateway this is. */
public final class Version {
  private Version() {}

  /** As in the jar's manifest; {@code development} where there is none. */
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
