package dev.remora.it.contract.sent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.it.app.Outcome;
import dev.remora.it.contract.endpoint.Recorded;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What came of a case's requests.
 *
 * @param received what arrived anywhere, in its order
 * @param outcomes what the application saw
 */
record Sent(Sites sites, List<Recorded> received, List<Outcome> outcomes) {
  /** What came of one of the requests. */
  Sent of(int number, List<Recorded> part) {
    return new Sent(sites, part, List.of(outcomes.get(number)));
  }

  /** What the application saw of requests on their way, and of those that were answered. */
  String events() {
    return outcomes.stream()
        .map(each -> each.reply.events.toString())
        .collect(Collectors.joining("\n"));
  }

  /** The request was not sent, for this reason, with the client's own kind of exception. */
  void rejected(String... reasons) {
    assertThat(received).as(heads()).isEmpty();
    assertThat(outcomes.get(0).failure.toString()).contains(reasons);
    assertThat(outcomes.get(0).io).as("an IOException: %s", outcomes.get(0).failure).isTrue();
  }

  /** The authorization of the only request, which reached this server. */
  List<String> credentials(String server) {
    reached(server);
    return received.get(0).fields("authorization");
  }

  /** Every request was answered with 200. */
  Sent well() {
    assertThat(outcomes)
        .allSatisfy(
            each -> {
              assertThat(each.reply).as("reply to %s; %s", each.asked, each.trace).isNotNull();
              assertThat(each.reply.status).as(each.asked).isEqualTo(200);
            });
    return this;
  }

  /** These servers got a request each, in this order. */
  Sent reached(String... servers) {
    assertThat(received.stream().map(each -> Sites.service(each.origin().server())))
        .as(heads())
        .containsExactly(servers);
    return this;
  }

  /** Every request that arrived had the token of its service. */
  Sent withTokens() {
    for (Recorded each : received) {
      String token = sites.tokens().get(Sites.service(each.origin().server()));
      assertThat(each.fields("authorization")).as(each.head()).containsExactly("Bearer " + token);
    }
    return this;
  }

  /** No request that arrived had a token, or any credentials at all. */
  Sent withoutTokens() {
    for (Recorded each : received) {
      assertThat(each.fields("authorization")).as(each.head()).isEmpty();
    }
    return this;
  }

  /** What arrived first, or later. */
  Recorded request(int index) {
    assertThat(received).as(heads()).hasSizeGreaterThan(index);
    return received.get(index);
  }

  /** The value of the authorization that a request should have had. */
  String token(String service) {
    return "Bearer " + sites.tokens().get(service);
  }

  private String heads() {
    StringBuilder heads = new StringBuilder();
    for (Recorded each : received) {
      heads.append(each.origin()).append('\n').append(each.head()).append("\n\n");
    }
    outcomes.forEach(
        each -> heads.append(each.asked).append(' ').append(each.failure).append('\n'));
    return heads.toString();
  }
}
