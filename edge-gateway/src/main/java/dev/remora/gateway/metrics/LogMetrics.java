package dev.remora.gateway.metrics;

import dev.remora.gateway.log.AccessLog;
import java.util.function.Consumer;

/** What became of the lines of the access log. */
final class LogMetrics implements Consumer<Exposition> {
  private final AccessLog log;

  LogMetrics(AccessLog log) {
    this.log = log;
  }

  @Override
  public void accept(Exposition to) {
    to.counter("remora_gateway_log_lines", "Lines of the access log.");
    to.total(Labels.NONE, log.lines());
    to.counter("remora_gateway_log_lines_dropped", "Lines that there was no room for.");
    to.total(Labels.NONE, log.dropped());
  }
}
