package dev.remora.gateway.cli;

import dev.remora.core.config.Type;
import dev.remora.gateway.auth.apikey.ApiKey;
import dev.remora.gateway.config.GatewayTypes;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** {@code api-key}: makes a key for a client. It is shown once and kept nowhere. */
final class ApiKeyCommand {
  private static final String SCOPES = "--scopes";
  private static final String EXPIRES = "--expires";

  private final PrintStream out;

  ApiKeyCommand(PrintStream out) {
    this.out = out;
  }

  int run(List<String> arguments) {
    Options options = new Options(arguments, Set.of(SCOPES, EXPIRES));
    if (options.rest().size() != 1) {
      throw new BadUsage("api-key needs the name of a client");
    }
    String key = ApiKey.random();
    StringBuilder line = new StringBuilder("  - {name: ").append(name(options.rest().get(0)));
    line.append(", hash: \"").append(ApiKey.hash(key)).append('"');
    String scopes = options.value(SCOPES, null);
    if (scopes != null) {
      line.append(", scopes: [");
      String between = "";
      for (String scope : scopes.split(",", -1)) {
        line.append(between).append('"').append(checked(scope, "[!#-\\[\\]-~]+")).append('"');
        between = ", ";
      }
      line.append(']');
    }
    String expires = options.value(EXPIRES, null);
    if (expires != null) {
      line.append(", expires: \"");
      line.append(checked(expires, "[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:]+Z)?")).append('"');
    }
    out.println("the key, which is not kept anywhere: hand it to the client");
    out.println(key);
    out.println("the line below keys: in the file of keys");
    out.println(line.append('}'));
    return Cli.OK;
  }

  private static String name(String name) {
    try {
      return GatewayTypes.NAME.parse(name);
    } catch (Type.BadValue e) {
      throw new BadUsage(name + " " + e.getMessage() + "; allowed: " + GatewayTypes.NAME.allowed());
    }
  }

  private static String checked(String text, String pattern) {
    if (!text.matches(pattern)) {
      throw new BadUsage(text + " is not understood");
    }
    return text;
  }
}
