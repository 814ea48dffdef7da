package dev.remora.gateway.admin;

import dev.remora.gateway.metrics.Metrics;

/** {@code GET /metrics}: in the format that the scraper prefers. */
public final class MetricsView implements AdminResource {
  private final Metrics metrics;

  /** Of a gateway. */
  public MetricsView(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public AdminReply answer(AdminRequest request) {
    String accept = request.accept();
    return accept != null && accept.contains("application/openmetrics-text")
        ? AdminReply.of(200, Metrics.OPEN_METRICS, metrics.scrapeOpenMetrics())
        : AdminReply.of(200, Metrics.TEXT, metrics.scrape());
  }
}
