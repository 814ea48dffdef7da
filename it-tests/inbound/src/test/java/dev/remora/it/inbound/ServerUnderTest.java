package dev.remora.it.inbound;

import java.util.List;

/**
 * A server of one version on one JDK.
 *
 * @param main its class in {@code src/test/apps}; null: it needs no compiling
 * @param replaced what is another name in its version than in those sources, and that name, in turn
 */
record ServerUnderTest(String name, String artifact, int jdk, String main, List<String> replaced) {
  private static final List<String> JAKARTA = List.of("javax.servlet", "jakarta.servlet");

  static List<ServerUnderTest> servlets() {
    return List.of(
        tomcat("9.0.98", 8, List.of()),
        tomcat("10.1.34", 11, JAKARTA),
        tomcat("11.0.27", 25, JAKARTA),
        jetty("org.eclipse.jetty:jetty-servlet:9.4.57.v20241219", 8, List.of()),
        jetty("org.eclipse.jetty:jetty-servlet:10.0.26", 17, List.of()),
        jetty("org.eclipse.jetty.ee8:jetty-ee8-servlet:12.0.16", 17, of("ee8")),
        jetty("org.eclipse.jetty.ee10:jetty-ee10-servlet:12.1.14", 21, of("ee10")),
        jetty("org.eclipse.jetty.ee11:jetty-ee11-servlet:12.1.12", 25, of("ee11")),
        undertow("2.2.37.Final", 8, List.of()),
        undertow("2.3.24.Final", 21, JAKARTA));
  }

  static List<ServerUnderTest> jdkServers() {
    return List.of(jdkServer(8), jdkServer(17), jdkServer(25));
  }

  private static ServerUnderTest tomcat(String version, int jdk, List<String> replaced) {
    String artifact = "org.apache.tomcat.embed:tomcat-embed-core:" + version;
    return new ServerUnderTest("Tomcat " + version, artifact, jdk, "TomcatServer", replaced);
  }

  private static ServerUnderTest jetty(String artifact, int jdk, List<String> replaced) {
    String name = "Jetty " + artifact.substring(artifact.indexOf(':') + 1);
    return new ServerUnderTest(name, artifact, jdk, "JettyServer", replaced);
  }

  private static ServerUnderTest undertow(String version, int jdk, List<String> replaced) {
    String artifact = "io.undertow:undertow-servlet:" + version;
    return new ServerUnderTest("Undertow " + version, artifact, jdk, "UndertowServer", replaced);
  }

  private static ServerUnderTest jdkServer(int jdk) {
    return new ServerUnderTest("JDK " + jdk, null, jdk, null, List.of());
  }

  /** The names of Jetty 12 for one Jakarta EE. */
  private static List<String> of(String ee) {
    List<String> names =
        List.of("org.eclipse.jetty.servlet.", "org.eclipse.jetty." + ee + ".servlet.");
    return ee.equals("ee8")
        ? names
        : List.of(names.get(0), names.get(1), JAKARTA.get(0), JAKARTA.get(1));
  }

  boolean isJetty() {
    return name.startsWith("Jetty");
  }

  boolean isUndertow() {
    return name.startsWith("Undertow");
  }

  boolean hasVirtualThreads() {
    return jdk >= 21;
  }

  @Override
  public String toString() {
    return name + " on JDK " + jdk;
  }
}
