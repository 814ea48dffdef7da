package dev.remora.javaagent;

import dev.remora.bootstrap.Console;
import dev.remora.core.Mesh;

/** Carries out the operator's commands in the JVM that the agent runs in. */
final class AgentConsole implements Console.Commands {
  /** What follows is a URL: no blank may be in a command. */
  private static final String EXPLAIN = "explain=";

  private final Mesh mesh;

  AgentConsole(Mesh mesh) {
    this.mesh = mesh;
  }

  @Override
  public String run(String line) {
    if (line.startsWith(EXPLAIN)) {
      return String.join("\n", mesh.explain(line.substring(EXPLAIN.length()))) + "\n";
    }
    switch (line) {
      case "status":
        return StatusTable.of(mesh.status());
      case "disable":
        mesh.setEnabled(false);
        return "disabled: requests go where they would without Remora\n";
      case "enable":
        mesh.setEnabled(true);
        return "enabled\n";
      default:
        return "unknown command " + line + "\n";
    }
  }
}
