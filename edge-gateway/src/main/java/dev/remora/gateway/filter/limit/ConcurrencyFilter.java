package dev.remora.gateway.filter.limit;

import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import dev.remora.gateway.exchange.Problem;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Sheds requests of a route while as many are under way as its limit allows. A request is under way
 * until its response is complete; what an adaptive limit learns from is the time until its head.
 */
final class ConcurrencyFilter implements Filter {
  static final Problem OVERLOADED =
      Problem.of(503, "overloaded", "As many requests are under way as can be taken at once.")
          .header("retry-after", "1");

  private final ConcurrencyPlan plan;
  private final Gate gate;
  private final Vertx vertx;

  ConcurrencyFilter(ConcurrencyPlan plan, Gate gate, Vertx vertx) {
    this.plan = plan;
    this.gate = gate;
    this.vertx = vertx;
  }

  @Override
  public String describe() {
    return plan.describe();
  }

  @Override
  public boolean request(Exchange exchange) {
    int place = gate.enter(plan.share());
    if (place > 0) {
      exchange.note(this, new Visit(place));
      return true;
    }
    if (plan.queue() == 0 || !await(exchange)) {
      exchange.reply(OVERLOADED);
    }
    return false;
  }

  private boolean await(Exchange exchange) {
    Context loop = vertx.getOrCreateContext();
    Visit visit = new Visit(0);
    visit.waiting =
        new Gate.Waiting(
            plan.share(), place -> loop.runOnContext(turn -> enter(exchange, visit, place)));
    exchange.note(this, visit);
    if (!gate.await(visit.waiting, plan.queue())) {
      visit.waiting = null;
      return false;
    }
    visit.timer =
        vertx.setTimer(
            plan.queueTimeout().toMillis(),
            timer -> {
              if (visit.waiting != null && gate.giveUp(visit.waiting)) {
                visit.waiting = null;
                exchange.reply(OVERLOADED);
              }
            });
    return true;
  }

  private void enter(Exchange exchange, Visit visit, int place) {
    vertx.cancelTimer(visit.timer);
    visit.waiting = null;
    if (exchange.isEnded()) {
      gate.leave();
      return;
    }
    visit.place = place;
    visit.began = System.nanoTime();
    exchange.proceed();
  }

  @Override
  public void response(Exchange exchange) {
    if (exchange.note(this) instanceof Visit visit && visit.place > 0) {
      visit.took = Math.max(1, System.nanoTime() - visit.began);
    }
  }

  @Override
  public void ended(Exchange exchange) {
    if (!(exchange.note(this) instanceof Visit visit)) {
      return;
    }
    if (visit.waiting != null && gate.giveUp(visit.waiting)) {
      visit.waiting = null;
      vertx.cancelTimer(visit.timer);
    }
    if (visit.place == 0) {
      return;
    }
    if (visit.took == 0 || exchange.upstream().service() == null) {
      // The client has gone, or the gateway has answered: that says nothing about the service.
      gate.leave();
    } else {
      gate.leave(visit.place, visit.took, isTurnedAway(exchange.status()));
    }
  }

  /** As the core has it for its services. */
  private static boolean isTurnedAway(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
  }

  /** One request; belongs to its event loop. */
  private static final class Visit {
    private int place;
    private long began = System.nanoTime();
    private long took;
    private Gate.Waiting waiting;
    private long timer;

    Visit(int place) {
      this.place = place;
    }
  }
}
