package dev.remora.bootstrap;

/**
 * The operator's way to an agent that runs in this JVM, whichever class loader asks: {@code
 * status}, {@code disable}, {@code enable}. Open for as long as the agent is installed, also while
 * it is switched off.
 */
public final class Console {
  private static volatile Commands commands;

  private Console() {}

  /** Claims the console for one agent; false when another one is there already. */
  public static synchronized boolean open(Commands agent) {
    if (commands != null) {
      return false;
    }
    commands = agent;
    return true;
  }

  /** Whether an agent runs in this JVM. */
  public static boolean isOpen() {
    return commands != null;
  }

  /**
   * Runs a command of the agent in this JVM.
   *
   * @param line the command and its arguments, separated by a blank
   * @return what is to be shown to the operator, or null: no agent runs here
   */
  public static String run(String line) {
    Commands agent = commands;
    return agent == null ? null : agent.run(line);
  }

  /** What the agent can be told. */
  public interface Commands {
    /** See {@link Console#run(String)}; never throws. */
    String run(String line);
  }
}
