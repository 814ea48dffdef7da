package dev.remora.gateway.auth;

import dev.remora.gateway.auth.internal.InternalTokens;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Filter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Lets a request pass whose credential is good. The first mechanism that finds one of its kind
 * decides: what it refuses is refused, whatever else the request has.
 */
final class AuthenticationFilter implements Filter {
  /** An issuer that is silent for so long won't speak before clients give up. */
  private static final long LONGEST_WAIT_MILLIS = 5_000;

  private final AuthenticationPlan plan;
  private final Mechanism[] mechanisms;
  private final AuthProblems problems;
  private final boolean bearer;
  private final Desk desk;
  private final InternalTokens tokens;
  private final Vertx vertx;

  AuthenticationFilter(
      AuthenticationPlan plan, List<Mechanism> mechanisms, Desk desk, Vertx vertx) {
    this.plan = plan;
    this.desk = desk;
    this.tokens = plan.internal() == null ? null : desk.tokens(plan.internal());
    this.mechanisms = mechanisms.toArray(new Mechanism[0]);
    this.vertx = vertx;
    List<String> schemes =
        mechanisms.stream().map(Mechanism::scheme).filter(scheme -> scheme != null).toList();
    this.bearer = schemes.contains(Bearer.SCHEME);
    this.problems = new AuthProblems(schemes, plan.scopes());
  }

  @Override
  public boolean request(Exchange exchange) {
    Outcome outcome = check(exchange);
    if (outcome instanceof Later later) {
      await(exchange, later);
      return false;
    }
    return settle(exchange, outcome);
  }

  private Outcome check(Exchange exchange) {
    if (bearer && Bearer.isAmbiguous(exchange)) {
      return Refusal.SEVERAL;
    }
    boolean foreign = false;
    for (Mechanism mechanism : mechanisms) {
      Outcome outcome = mechanism.check(exchange);
      if (!(outcome instanceof Outcome.Nothing)) {
        return outcome;
      }
      foreign |= outcome == Outcome.Nothing.FOREIGN;
    }
    if (foreign) {
      boolean token = bearer && Bearer.token(exchange) != null;
      return token ? Refusal.UNKNOWN_ISSUER : Refusal.CERTIFICATE;
    }
    return plan.optional() ? Outcome.Nothing.ABSENT : Refusal.MISSING;
  }

  /** Goes on when all is known, or too late, on the exchange's own event loop. */
  private void await(Exchange exchange, Later later) {
    Context context = vertx.getOrCreateContext();
    AtomicBoolean over = new AtomicBoolean();
    long timer =
        vertx.setTimer(LONGEST_WAIT_MILLIS, late -> goOn(exchange, over, Refusal.NO_ANSWER));
    later.then(
        outcome ->
            context.runOnContext(
                known -> {
                  vertx.cancelTimer(timer);
                  goOn(exchange, over, outcome);
                }));
  }

  private void goOn(Exchange exchange, AtomicBoolean over, Outcome outcome) {
    if (over.compareAndSet(false, true) && !exchange.isEnded() && settle(exchange, outcome)) {
      exchange.proceed();
    }
  }

  private boolean settle(Exchange exchange, Outcome outcome) {
    if (outcome instanceof Refusal refusal) {
      refuse(exchange, refusal);
      return false;
    }
    if (!(outcome instanceof Verified verified)) {
      return true;
    }
    if (!Binding.holds(verified, exchange)) {
      refuse(exchange, Refusal.BINDING);
      return false;
    }
    exchange.identity(verified.identity());
    if (!verified.scopes().containsAll(plan.scopes())) {
      exchange.reply(problems.scope());
      return false;
    }
    for (ClaimRule rule : plan.claims()) {
      if (!rule.holds(verified.identity().claims())) {
        exchange.reply(AuthProblems.FORBIDDEN);
        return false;
      }
    }
    if (!plan.forward()) {
      for (Mechanism mechanism : mechanisms) {
        mechanism.remove(exchange.outgoing());
      }
    }
    return tokens == null || passOn(exchange, verified);
  }

  /** Says in the gateway's own words who it is. Signing takes too long for an event loop. */
  private boolean passOn(Exchange exchange, Verified verified) {
    String service = String.valueOf(exchange.outgoing().service());
    String known = tokens.known(verified, service, System.currentTimeMillis());
    if (known != null) {
      exchange.outgoing().headers().set(tokens.header(), known);
      return true;
    }
    Context context = vertx.getOrCreateContext();
    boolean taken =
        desk.run(
            () -> {
              String signed = signed(verified, service);
              context.runOnContext(done -> signed(exchange, signed));
            });
    if (!taken) {
      refuse(exchange, Refusal.OVERLOADED);
    }
    return false;
  }

  private String signed(Verified verified, String service) {
    try {
      return tokens.sign(verified, service, System.currentTimeMillis());
    } catch (RuntimeException e) {
      desk.log().error("no internal token can be signed: " + e.getMessage());
      return null;
    }
  }

  private void signed(Exchange exchange, String value) {
    if (exchange.isEnded()) {
      return;
    }
    if (value == null) {
      refuse(exchange, Refusal.NO_SIGNATURE);
      return;
    }
    exchange.outgoing().headers().set(tokens.header(), value);
    exchange.proceed();
  }

  private void refuse(Exchange exchange, Refusal refusal) {
    exchange.reply(problems.of(refusal), RefusedException.of(refusal));
  }

  @Override
  public String describe() {
    String any =
        plan.mechanisms().stream()
            .map(each -> each.name() + " (" + each.describe() + ")")
            .collect(Collectors.joining(", "));
    return "authentication any-of "
        + any
        + (plan.optional() ? ", optional" : "")
        + (plan.scopes().isEmpty() ? "" : ", scopes " + plan.scopes())
        + (plan.claims().isEmpty() ? "" : ", claims " + plan.claims())
        + (plan.forward() ? ", forward" : "");
  }
}
