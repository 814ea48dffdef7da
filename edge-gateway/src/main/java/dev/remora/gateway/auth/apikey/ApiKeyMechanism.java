package dev.remora.gateway.auth.apikey;

import dev.remora.core.config.FileWatch;
import dev.remora.core.config.Problems;
import dev.remora.core.log.Log;
import dev.remora.gateway.auth.Mechanism;
import dev.remora.gateway.auth.Outcome;
import dev.remora.gateway.auth.Refusal;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Outgoing;
import java.util.List;

/** Keys whose hashes are in a file, which is read anew when it changes. */
final class ApiKeyMechanism implements Mechanism, FileWatch.Content {
  /** Far more than any key has. */
  private static final int LONGEST = 512;

  private final ApiKeyPlan plan;
  private final FileWatch watch;
  private volatile KeyTable table;

  ApiKeyMechanism(ApiKeyPlan plan, Log log) {
    this.plan = plan;
    this.watch = new FileWatch(plan.file(), null, this, log);
    watch.poll();
    if (watch.problem() != null) {
      log.error(watch.problem());
    }
  }

  @Override
  public void accept(byte[] bytes) {
    table = KeyTable.read(plan.file(), bytes, Problems.first());
  }

  @Override
  public Outcome check(Exchange exchange) {
    String key = exchange.header(plan.header());
    if (key != null && exchange.request().headers().getAll(plan.header()).size() > 1) {
      return Refusal.SEVERAL;
    }
    if (plan.query() != null) {
      List<String> asked = Query.values(exchange.target().query(), plan.query());
      if (asked.size() + (key == null ? 0 : 1) > 1) {
        return Refusal.SEVERAL;
      }
      key = asked.isEmpty() ? key : asked.get(0);
    }
    if (key == null) {
      return Outcome.Nothing.ABSENT;
    }
    KeyTable known = table;
    return key.length() > LONGEST || known == null
        ? Refusal.API_KEY
        : known.find(key, System.currentTimeMillis());
  }

  @Override
  public void remove(Outgoing outgoing) {
    outgoing.headers().remove(plan.header());
    if (plan.query() != null && outgoing.query() != null) {
      outgoing.query(Query.without(outgoing.query(), plan.query()));
    }
  }

  @Override
  public String scheme() {
    return "ApiKey";
  }

  @Override
  public void tend() {
    watch.poll();
  }
}
