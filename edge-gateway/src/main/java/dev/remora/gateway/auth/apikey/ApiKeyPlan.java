package dev.remora.gateway.auth.apikey;

import dev.remora.core.config.Type;
import dev.remora.core.config.Types;
import dev.remora.gateway.auth.Desk;
import dev.remora.gateway.auth.Mechanism;
import dev.remora.gateway.auth.MechanismPlan;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.config.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The settings {@code api-keys}.
 *
 * @param name what the mechanism is called
 * @param file the hashes of the keys
 * @param header in which a key comes, in lower case
 * @param query the parameter in which it may come too; null: in none
 */
public record ApiKeyPlan(String name, String file, String header, String query)
    implements MechanismPlan {
  private static final Type<String> PARAMETER =
      new Type<String>("letters, digits, - and _") {
        @Override
        public String parse(String text) {
          if (!text.matches("[A-Za-z0-9_-]+")) {
            throw new BadValue("is not a parameter's name");
          }
          return text;
        }
      };

  /** Reads the settings; null after a problem. */
  public static ApiKeyPlan read(String name, Section keys) {
    String file = keys.required("file", Types.PATH);
    String header = keys.value("header", GatewayTypes.HEADER, "x-api-key");
    if (header.equals("authorization") || header.equals("cookie")) {
      keys.problem("header", "holds other credentials as well; allowed: a header of its own");
    }
    String query = keys.value("query", PARAMETER, null);
    if (file == null) {
      return null;
    }
    try {
      KeyTable.read(file, Files.readAllBytes(Path.of(file)), keys.problems());
    } catch (IOException e) {
      keys.problem("file", "can't be read; allowed: a file of keys");
    }
    return new ApiKeyPlan(name, file, header, query);
  }

  @Override
  public Mechanism build(Desk desk) {
    return new ApiKeyMechanism(this, desk.log());
  }

  @Override
  public String describe() {
    return "API keys in " + header + (query == null ? "" : " or ?" + query + "=");
  }
}
