package dev.remora.it.contract.cell;

import dev.remora.it.app.Answer;
import dev.remora.it.app.Header;
import dev.remora.it.app.Outcome;
import dev.remora.it.app.Reply;
import dev.remora.it.contract.endpoint.Recorded;
import dev.remora.it.contract.endpoint.World;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of a command in one world.
 *
 * @param received the requests that arrived, in their order
 * @param answer what the application saw
 * @param ordered whether the order means something: one thread made the requests
 */
public record Run(World world, List<Recorded> received, Answer answer, boolean ordered) {
  /**
   * OkHttp has two timers of the same length, the socket's and its own that closes the socket;
   * whichever is first is seen in the message and the cause.
   */
  private static final Pattern SOCKET_TIMEOUT =
      Pattern.compile("java\\.net\\.SocketTimeoutException: (timeout|Read timed out)");

  /**
   * When java.net.http gives a request up it closes the connection; what that one makes of it is
   * the cause, or is too late to be.
   */
  private static final String REQUEST_TIMEOUT =
      "java.net.http.HttpTimeoutException: request timed out";

  /**
   * The JDK says it of a name it looks for in a hosts file, and only the name of one that it has
   * looked for in the last ten seconds.
   */
  private static final Pattern UNRESOLVED =
      Pattern.compile("Unable to resolve host (\\S+) in hosts file \\S+");

  /** All requests that arrived, in a form that is the same in both worlds. */
  public String sent() {
    return joined(received.stream().map(Recorded::render));
  }

  /** The requests that arrived one by one, in the form of {@link #sent}. */
  public List<String> sentEach() {
    return received.stream().map(Recorded::render).map(world::normalise).toList();
  }

  /** As {@link #sent}, without the requests that the client gave up before their end. */
  public String sentWhole() {
    return joined(received.stream().filter(each -> !each.brokenOff()).map(Recorded::render));
  }

  /** All that the application saw, in a form that is the same in both worlds. */
  public String seen() {
    return joined(answer.outcomes.stream().map(Run::render));
  }

  /** How every request ended. */
  public List<Outcome> outcomes() {
    return answer.outcomes;
  }

  /** The reply to the only, or the last, request; fails without one. */
  public Reply reply() {
    Outcome last = outcomes().get(outcomes().size() - 1);
    if (last.reply == null) {
      throw new AssertionError("no reply but " + last.failure + "\n" + last.trace);
    }
    return last.reply;
  }

  /** The failures, each with its trace. */
  public List<String> failures() {
    return outcomes().stream()
        .filter(outcome -> outcome.reply == null)
        .map(outcome -> outcome.asked + ": " + outcome.trace)
        .toList();
  }

  /** Numbers of the connections on which requests came to an endpoint of {@code server}. */
  public List<Integer> connections(String server, String endpoint) {
    return received.stream()
        .map(Recorded::origin)
        .filter(origin -> origin.server().equals(server) && origin.endpoint().equals(endpoint))
        .map(origin -> origin.connection())
        .distinct()
        .toList();
  }

  /** Traces of what failed, to be shown when a comparison does. */
  public String traces() {
    return outcomes().stream()
        .filter(outcome -> outcome.trace != null)
        .map(outcome -> outcome.trace)
        .limit(3)
        .collect(Collectors.joining("\n"));
  }

  private String joined(Stream<String> texts) {
    Stream<String> normal = texts.map(world::normalise);
    return (ordered ? normal : normal.sorted()).collect(Collectors.joining("\n---\n"));
  }

  private static String render(Outcome outcome) {
    StringBuilder out = new StringBuilder("asked for " + outcome.asked + "\n");
    if (outcome.interrupted) {
      out.append("the thread is interrupted\n");
    }
    for (String failure : outcome.failure) {
      out.append("failed with ").append(shape(failure)).append('\n');
      if (SOCKET_TIMEOUT.matcher(failure).matches() || REQUEST_TIMEOUT.equals(failure)) {
        break;
      }
    }
    if (outcome.reply != null) {
      render(out, outcome.reply);
    }
    return out.toString();
  }

  private static void render(StringBuilder out, Reply reply) {
    out.append(reply.status).append(" over ").append(reply.protocol).append('\n');
    out.append("from ").append(reply.url).append('\n');
    for (Header header : reply.headers) {
      // The body is compared as it is normalised, which may change how long it is.
      boolean length =
          header.name.equalsIgnoreCase("Content-Length")
              && header.value.equals(String.valueOf(reply.body.length()));
      out.append(length ? header.name + ": the body's" : header).append('\n');
    }
    out.append("body: ").append(reply.body).append('\n');
    for (Header trailer : reply.trailers) {
      out.append("trailer ").append(trailer).append('\n');
    }
    for (String event : reply.events) {
      out.append("event ").append(addressless(event)).append('\n');
    }
    if (reply.thread != null) {
      out.append("on thread ").append(reply.thread.replaceAll("\\d+", "N")).append('\n');
    }
  }

  /** A failure without what is different each time: addresses, ports, numbers, identities. */
  private static String shape(String failure) {
    return SOCKET_TIMEOUT
        .matcher(addressless(UNRESOLVED.matcher(failure).replaceAll("$1")))
        .replaceAll("java.net.SocketTimeoutException: timeout")
        .replaceAll("@[0-9a-f]+", "@N")
        .replaceAll("\\d+", "N");
  }

  private static String addressless(String text) {
    return text.replaceAll("127\\.\\d+\\.\\d+\\.\\d+", "IP").replaceAll("(?<=\\w):\\d{2,5}\\b", "");
  }
}
