package dev.remora.it.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class JsonTest {
  @Test
  void readsWhatItWrites() {
    Command command = new Command();
    command.id = 7;
    command.options.trustStore = "C:\\trust \"it\"";
    command.options.cookies = true;
    Request request = new Request();
    request.url = "http://orders/ä€\n";
    request.headers.add(new Header("X-Empty", ""));
    request.body = new Body();
    request.body.kind = Body.Kind.UNSIZED;
    command.requests.add(request);

    String line = Json.write(command);
    Command copy = Json.read(line, Command.class);

    assertThat(line).matches("[ -~]+");
    assertThat(Json.write(copy)).isEqualTo(line);
    assertThat(copy.options.trustStore).isEqualTo(command.options.trustStore);
    assertThat(copy.requests.get(0).url).isEqualTo(request.url);
    assertThat(copy.requests.get(0).body.kind).isEqualTo(Body.Kind.UNSIZED);
    assertThat(copy.options.proxy).isNull();
  }

  @Test
  void tellsWhereItIsBroken() {
    assertThatThrownBy(() -> Json.read("{\"id\": x}", Command.class))
        .hasMessageContaining("expected a value at 7");
    assertThatThrownBy(() -> Json.read("{\"id\": 1} and more", Command.class))
        .hasMessageContaining("expected nothing more");
    assertThatThrownBy(() -> Json.read("{\"id\": 1", Command.class))
        .hasMessageContaining("expected more");
  }
}
