package dev.remora.gateway.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.remora.gateway.admin.AdminConfig;
import dev.remora.gateway.admin.AdminToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Asks the admin server of a gateway. */
final class AdminCall {
  static final String ADMIN = "--admin";
  static final String TOKEN_FILE = "--token-file";

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int UNAUTHORIZED = 401;

  private final String place;
  private final Path tokenFile;

  AdminCall(Options options) {
    place = options.value(ADMIN, "127.0.0.1:" + AdminConfig.DEFAULT_PORT);
    String file = options.value(TOKEN_FILE, null);
    tokenFile = file == null ? AdminToken.defaultFile(port(place)) : Path.of(file);
  }

  private static int port(String place) {
    String port = place.substring(place.lastIndexOf(':') + 1);
    if (!port.matches("[0-9]{1,5}")) {
      throw new BadUsage(ADMIN + " " + place + " is not HOST:PORT");
    }
    return Integer.parseInt(port);
  }

  /** An answer. */
  record Answer(int status, JsonObject body) {}

  /** Asks; {@code body} null: with {@code GET}. */
  Answer ask(String path, String body) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://" + place + path))
              .timeout(TIMEOUT)
              .header("authorization", "Bearer " + token());
      if (body != null) {
        request.POST(HttpRequest.BodyPublishers.ofString(body));
      }
      HttpResponse<String> response =
          HttpClient.newBuilder()
              .connectTimeout(TIMEOUT)
              .build()
              .send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == UNAUTHORIZED) {
        throw new CommandFailed(
            "the gateway at " + place + " does not take the token in " + tokenFile, null);
      }
      return new Answer(
          response.statusCode(), JsonParser.parseString(response.body()).getAsJsonObject());
    } catch (IOException e) {
      throw new CommandFailed("no gateway answers at " + place, e);
    } catch (JsonParseException | IllegalStateException e) {
      throw new CommandFailed("what answers at " + place + " is no gateway", e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailed(ADMIN + " " + place + " can't be asked: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("interrupted", e);
    }
  }

  private String token() {
    try {
      return Files.readString(tokenFile).trim();
    } catch (IOException e) {
      throw new CommandFailed(
          "the token file "
              + tokenFile
              + " can't be read: no gateway of this user runs with its admin server at "
              + place
              + ", or "
              + TOKEN_FILE
              + " is to be given",
          e);
    }
  }
}
