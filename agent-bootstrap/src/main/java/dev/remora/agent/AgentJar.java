package dev.remora.agent;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.security.CodeSource;

/** Finds the jar that this agent was started from. */
final class AgentJar {
  private AgentJar() {}

  /**
   * The agent's jar.
   *
   * @throws IllegalStateException if the agent does not run from a jar
   */
  static File locate() throws Exception {
    CodeSource source = AgentJar.class.getProtectionDomain().getCodeSource();
    String location;
    if (source != null && source.getLocation() != null) {
      location = source.getLocation().toString();
    } else {
      // On the bootstrap class path (training an AOT cache puts an agent there) a class has no code
      // source.
      URL own = ClassLoader.getSystemResource("dev/remora/agent/AgentJar.class");
      String url = String.valueOf(own);
      int end = url.indexOf("!/");
      if (!url.startsWith("jar:") || end < 0) {
        throw new IllegalStateException("the agent does not run from its jar but from " + url);
      }
      location = url.substring("jar:".length(), end);
    }
    File jar = new File(new URI(location));
    if (!jar.isFile()) {
      throw new IllegalStateException("the agent does not run from its jar but from " + location);
    }
    return jar;
  }
}
