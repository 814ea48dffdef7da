package dev.remora.telemetry.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;

/**
 * A backend that understands OTLP over HTTP, by the protocol's own classes, and keeps what else is
 * posted as text.
 */
public final class Receiver implements AutoCloseable {
  /** Answers a request that was understood. */
  public interface Script {
    /** The status to answer with; may add headers, or take its time. */
    int answer(Headers headers) throws InterruptedException;
  }

  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "receiver");
            thread.setDaemon(true);
            return thread;
          });
  private final List<ResourceSpans> spans = new CopyOnWriteArrayList<>();
  private final List<ResourceMetrics> metrics = new CopyOnWriteArrayList<>();
  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final List<Headers> requests = new CopyOnWriteArrayList<>();
  private volatile Script script = headers -> 200;

  private Receiver(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /** Listens on a free port of the loopback. */
  public static Receiver start() {
    try {
      return new Receiver(HttpServer.create(loopback(0), 0), "http");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same over TLS. */
  public static Receiver start(SSLContext tls) {
    try {
      HttpsServer server = HttpsServer.create(loopback(0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      return new Receiver(server, "https");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** {@code http://localhost:port}. */
  public String address() {
    return scheme + "://localhost:" + server.getAddress().getPort();
  }

  /** Answers differently from now on. */
  public void script(Script next) {
    script = next;
  }

  /** The spans that were taken so far. */
  public List<Span> spans() {
    List<Span> all = new ArrayList<>();
    for (ResourceSpans resource : spans) {
      resource.getScopeSpansList().forEach(scope -> all.addAll(scope.getSpansList()));
    }
    return all;
  }

  /** The spans with the processes that sent them. */
  public List<ResourceSpans> resourceSpans() {
    return new ArrayList<>(spans);
  }

  /** The metrics that were taken so far, each as often as it was sent. */
  public List<Metric> metrics(String name) {
    List<Metric> all = new ArrayList<>();
    for (ResourceMetrics resource : metrics) {
      resource
          .getScopeMetricsList()
          .forEach(
              scope ->
                  scope.getMetricsList().stream()
                      .filter(metric -> metric.getName().equals(name))
                      .forEach(all::add));
    }
    return all;
  }

  /** The names of the scopes that a metric came from. */
  public List<String> scopes(String metric) {
    List<String> all = new ArrayList<>();
    for (ResourceMetrics resource : metrics) {
      resource.getScopeMetricsList().stream()
          .filter(
              scope ->
                  scope.getMetricsList().stream().anyMatch(each -> each.getName().equals(metric)))
          .forEach(scope -> all.add(scope.getScope().getName()));
    }
    return all;
  }

  /** Forgets the spans that were taken so far. */
  public void forget() {
    spans.clear();
  }

  /** The bodies that are not OTLP. */
  public List<String> texts() {
    return new ArrayList<>(texts);
  }

  /** The headers of all requests, whatever was answered. */
  public List<Headers> requests() {
    return new ArrayList<>(requests);
  }

  /** Attributes as texts. */
  public static Map<String, String> attributes(List<KeyValue> attributes) {
    Map<String, String> map = new TreeMap<>();
    attributes.forEach(each -> map.put(each.getKey(), text(each.getValue())));
    return map;
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> String.valueOf(value.getIntValue());
      case DOUBLE_VALUE -> String.valueOf(value.getDoubleValue());
      case BOOL_VALUE -> String.valueOf(value.getBoolValue());
      default -> throw new AssertionError(value);
    };
  }

  /** An id as W3C writes it. */
  public static String hex(com.google.protobuf.ByteString id) {
    StringBuilder text = new StringBuilder();
    for (byte each : id.toByteArray()) {
      text.append(String.format("%02x", each));
    }
    return text.toString();
  }

  private void serve(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
      body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    }
    requests.add(exchange.getRequestHeaders());
    int status;
    try {
      status = script.answer(exchange.getResponseHeaders());
      if (status / 100 == 2) {
        keep(exchange, body);
      }
    } catch (InvalidProtocolBufferException e) {
      status = 400;
    } catch (InterruptedException e) {
      status = 500;
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private void keep(HttpExchange exchange, byte[] body) throws InvalidProtocolBufferException {
    String path = exchange.getRequestURI().getPath();
    if (path.endsWith("/v1/traces")) {
      spans.addAll(ExportTraceServiceRequest.parseFrom(body).getResourceSpansList());
    } else if (path.endsWith("/v1/metrics")) {
      metrics.addAll(ExportMetricsServiceRequest.parseFrom(body).getResourceMetricsList());
    } else {
      texts.add(path + " " + new String(body, StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
