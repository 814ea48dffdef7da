package dev.remora.gateway.cli;

import dev.remora.gateway.admin.Version;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;

/** {@code java -jar remora-gateway.jar}: finds the command and runs it. */
public final class Cli {
  /** Done, or all is well. */
  public static final int OK = 0;

  /** It failed, or something is wrong with what was looked at. */
  public static final int FAILED = 1;

  /** The arguments are not understood. */
  public static final int USAGE = 2;

  /** No status yet: a gateway runs. */
  public static final int RUNS = -1;

  private final Function<String, Integer> run;
  private final Function<String, List<String>> check;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * A command line.
   *
   * @param run starts a gateway of a file; {@link #RUNS}, or why it does not
   * @param check all that is wrong with a file, one line each
   */
  public Cli(
      Function<String, Integer> run,
      Function<String, List<String>> check,
      PrintStream out,
      PrintStream err) {
    this.run = run;
    this.check = check;
    this.out = out;
    this.err = err;
  }

  /** Runs one command; its exit status, or {@link #RUNS}. */
  public int run(List<String> arguments) {
    String command = arguments.isEmpty() ? "" : arguments.get(0);
    List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
    try {
      return switch (command) {
        case "help", "--help", "-h" -> help();
        case "version", "--version" -> version();
        case "run" -> rest.size() == 1 ? run.apply(rest.get(0)) : usage();
        case "validate" -> rest.isEmpty() ? usage() : validate(rest);
        case "explain" -> new ExplainCommand(out).run(rest);
        case "status" -> new StatusCommand(out).run(rest);
        case "api-key" -> new ApiKeyCommand(out).run(rest);
        case "reload" -> new ReloadCommand(out).run(rest);
        default -> arguments.size() == 1 && !command.startsWith("-") ? run.apply(command) : usage();
      };
    } catch (BadUsage e) {
      err.println(e.getMessage());
      return usage();
    } catch (CommandFailed e) {
      err.println(e.getMessage());
      return FAILED;
    }
  }

  private int help() {
    out.print(HELP);
    return OK;
  }

  private int usage() {
    err.print(HELP);
    return USAGE;
  }

  private int version() {
    out.println("remora-gateway " + Version.text());
    return OK;
  }

  private int validate(List<String> files) {
    int status = OK;
    for (String file : files) {
      List<String> problems = check.apply(file);
      problems.forEach(err::println);
      if (problems.isEmpty()) {
        out.println(file + ": valid");
      } else {
        status = FAILED;
      }
    }
    return status;
  }

  private static final String HELP =
      """
      usage: java -jar remora-gateway.jar FILE       run a gateway with the settings in FILE,
                                                     which may be consul://HOST:PORT/KEY
             java -jar remora-gateway.jar COMMAND

        validate FILE...   tell all that is wrong with files of settings, with line and column
        explain URL        tell what a running gateway would do with a request, and why;
                           no request is sent
            -X METHOD          its method; GET
            -H 'NAME: VALUE'   one of its headers; may be repeated
            --client ADDRESS   where it comes from; 192.0.2.1
        status             tell how a running gateway is
        reload             have a running gateway read its file at once
        api-key NAME       make an API key for a client, and the lines for the file of keys
            --scopes A,B       what it is good for
            --expires DATE     when it ends, such as 2027-01-31
        --version, --help

      explain, status and reload ask the admin server of a gateway:
            --admin HOST:PORT   127.0.0.1:9901
            --token-file FILE   the file that holds its token; by default where the gateway
                                puts it if the settings name none

      exit status: 0 done; 1 failed, or something is wrong; 2 not understood.
      A gateway that is told to end (SIGTERM) exits with 0, or with 143 if requests were cut off.
      """;
}
