package dev.remora.javaagent.cli;

import dev.remora.core.Validation;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/**
 * {@code java -jar remora-agent.jar}: what an operator does with a JVM that runs, or will run, the
 * agent.
 */
public final class Cli {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private final File jar;
  private final PrintStream out;
  private final PrintStream err;

  Cli(File jar, PrintStream out, PrintStream err) {
    this.jar = jar;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs one command; called by the entry, by reflection.
   *
   * @param jar the agent's jar
   * @return the exit status: 0 done, 1 failed, 2 not understood
   */
  public static int run(File jar, String[] arguments) {
    return new Cli(jar, System.out, System.err).run(Arrays.asList(arguments));
  }

  int run(List<String> arguments) {
    String command = arguments.isEmpty() ? "help" : arguments.get(0);
    List<String> rest = arguments.subList(Math.min(1, arguments.size()), arguments.size());
    switch (command) {
      case "attach":
        return rest.size() == 1 || rest.size() == 2
            ? attach(rest.get(0), rest.size() == 2 ? rest.get(1) : null)
            : usage();
      case "status":
      case "disable":
      case "enable":
        return rest.size() == 1 ? tell(rest.get(0), command) : usage();
      case "explain":
        return rest.size() == 2 && rest.get(1).matches("\\S+")
            ? tell(rest.get(0), "explain=" + rest.get(1))
            : usage();
      case "validate":
        return rest.size() == 1 ? validate(new File(rest.get(0))) : usage();
      case "help":
      case "--help":
      case "-h":
        out.print(HELP);
        return OK;
      default:
        return usage();
    }
  }

  private int usage() {
    err.print(HELP);
    return USAGE;
  }

  private int attach(String pid, String options) {
    try (RemoteJvm jvm = RemoteJvm.attach(pid)) {
      if (jvm.run(jar, "status") != null) {
        err.println("the agent runs in " + pid + " already");
        return FAILED;
      }
      jvm.load(jar, options);
      if (jvm.run(jar, "status") == null) {
        err.println(
            "the agent did not start; the process " + pid + " says why on its standard error");
        return FAILED;
      }
      out.println("attached to " + pid);
      return OK;
    } catch (IOException e) {
      return failed(e);
    }
  }

  private int tell(String pid, String command) {
    try (RemoteJvm jvm = RemoteJvm.attach(pid)) {
      String reply = jvm.run(jar, command);
      if (reply == null) {
        err.println("the agent does not run in " + pid);
        return FAILED;
      }
      out.print(reply);
      return OK;
    } catch (IOException e) {
      return failed(e);
    }
  }

  private int validate(File file) {
    List<String> problems = Validation.problems(file);
    for (String problem : problems) {
      err.println(problem);
    }
    if (problems.isEmpty()) {
      out.println(file + ": valid");
    }
    return problems.isEmpty() ? OK : FAILED;
  }

  private int failed(IOException e) {
    err.println(e.getMessage());
    return FAILED;
  }

  private static final String HELP =
      "usage: java -jar remora-agent.jar COMMAND\n"
          + "\n"
          + "  attach PID [OPTIONS]  start the agent in a running JVM; OPTIONS as after -javaagent:remora-agent.jar=\n"
          + "  status PID            services, their endpoints, and how often each was picked\n"
          + "  explain PID URL       what would happen to a request there, and why\n"
          + "  disable PID           let requests go where they would without the agent\n"
          + "  enable PID            route requests again\n"
          + "  validate FILE         check a remora.yaml, or the YAML file of a file: registry\n";
}
