package dev.remora.gateway.telemetry;

import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.log.LoopLog;
import dev.remora.gateway.metrics.LoopMetrics;
import dev.remora.gateway.proxy.ExchangeObserver;
import io.netty.channel.Channel;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** What takes note of all that happens on one event loop. */
final class LoopObservation implements ExchangeObserver {
  /** How often the loop is asked whether it is late. */
  private static final long LAG_MILLIS = 100;

  private final LoopMetrics metrics;
  private final LoopLog log;
  private final RecentErrors.Loop errors;

  LoopObservation(LoopMetrics metrics, LoopLog log, RecentErrors.Loop errors) {
    this.metrics = metrics;
    this.log = log;
    this.errors = errors;
  }

  @Override
  public void started(Vertx vertx) {
    long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LAG_MILLIS);
    vertx.setTimer(
        LAG_MILLIS,
        timer -> {
          metrics.late(System.nanoTime() - due);
          started(vertx);
        });
  }

  @Override
  public void connected(Channel channel) {
    metrics.connected();
    channel.closeFuture().addListener(closed -> metrics.disconnected());
  }

  @Override
  public void began(Exchange exchange) {
    metrics.began();
  }

  @Override
  public void ended(Exchange exchange) {
    metrics.ended(exchange);
    errors.ended(exchange);
    log.ended(exchange);
  }
}
