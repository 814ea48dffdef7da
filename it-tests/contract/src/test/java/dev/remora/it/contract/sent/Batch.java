package dev.remora.it.contract.sent;

import dev.remora.it.app.Command;
import dev.remora.it.app.Header;
import dev.remora.it.app.Request;
import dev.remora.it.contract.cell.Cell;
import dev.remora.it.contract.endpoint.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Requests that one client makes one after the other, each with what must come of it. */
final class Batch {
  private static final String MARK = "?n=";

  private final List<Request> requests = new ArrayList<>();
  private final List<Consumer<Sent>> checks = new ArrayList<>();

  /**
   * Adds a request.
   *
   * @param url without a query; a fragment may follow
   * @param headers names and values in turn
   */
  Batch get(String url, Consumer<Sent> check, String... headers) {
    String[] parts = url.split("#", 2);
    String fragment = parts.length > 1 ? "#" + parts[1] : "";
    return add(parts[0] + MARK + requests.size() + fragment, check, headers);
  }

  /** Adds a request to {@code from} that is redirected. */
  Batch redirect(String from, String to, Consumer<Sent> check) {
    return add(from + "/redirect/302" + MARK + requests.size() + "&to=" + to, check);
  }

  private Batch add(String url, Consumer<Sent> check, String... headers) {
    Request request = new Request();
    request.url = url;
    for (int i = 0; i < headers.length; i += 2) {
      request.headers.add(new Header(headers[i], headers[i + 1]));
    }
    requests.add(request);
    checks.add(check);
    return this;
  }

  /** Has the client of {@code cell} make them, and looks at each. */
  void run(Jvm jvm, Cell cell) throws Exception {
    Command command = new Command();
    command.requests.addAll(requests);
    Sent all = jvm.run(cell, command);
    for (int i = 0; i < requests.size(); i++) {
      try {
        checks.get(i).accept(all.of(i, part(all.received(), i)));
      } catch (AssertionError e) {
        throw new AssertionError(requests.get(i).url + ": " + e.getMessage(), e);
      }
    }
  }

  /** What arrived for a request: what has its mark, and what came before that of another. */
  private static List<Recorded> part(List<Recorded> all, int number) {
    List<Recorded> part = new ArrayList<>();
    boolean within = false;
    for (Recorded each : all) {
      int mark = each.target().indexOf(MARK);
      if (mark >= 0) {
        String digits = each.target().substring(mark + MARK.length()).split("\\D", 2)[0];
        within = digits.equals(String.valueOf(number));
      }
      if (within) {
        part.add(each);
      }
    }
    return part;
  }
}
