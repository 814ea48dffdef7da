package dev.remora.gateway.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** {@code reload}: has a running gateway read its settings at once. */
final class ReloadCommand {
  private final PrintStream out;

  ReloadCommand(PrintStream out) {
    this.out = out;
  }

  int run(List<String> arguments) {
    Options options = new Options(arguments, Set.of(AdminCall.ADMIN, AdminCall.TOKEN_FILE));
    if (!options.rest().isEmpty()) {
      throw new BadUsage("reload takes no arguments");
    }
    AdminCall.Answer answer = new AdminCall(options).ask("/reload", "");
    if (answer.body().has("problem")) {
      throw new CommandFailed(answer.body().get("problem").getAsString(), null);
    }
    if (!answer.body().has("in_use_since")) {
      throw new CommandFailed(answer.body().get("detail").getAsString(), null);
    }
    out.println("in use since " + answer.body().get("in_use_since").getAsString());
    return Cli.OK;
  }
}
