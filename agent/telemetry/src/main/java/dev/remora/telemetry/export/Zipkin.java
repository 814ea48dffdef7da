package dev.remora.telemetry.export;

import com.google.gson.stream.JsonWriter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/**
 * Zipkin's JSON, version 2.
 *
 * @see <a href="https://zipkin.io/zipkin-api/#/default/post_spans">Zipkin's API</a>
 * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/">What becomes
 *     what</a>
 */
final class Zipkin {
  static final String CONTENT_TYPE = "application/json";

  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
  private static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");
  private static final AttributeKey<String> PEER = AttributeKey.stringKey("network.peer.address");
  private static final AttributeKey<Long> PEER_PORT = AttributeKey.longKey("network.peer.port");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private Zipkin() {}

  static byte[] spans(Collection<SpanData> spans) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginArray();
      for (SpanData span : spans) {
        write(json, span);
      }
      json.endArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(JsonWriter json, SpanData span) throws IOException {
    json.beginObject();
    json.name("traceId").value(span.getTraceId());
    if (span.getParentSpanContext().isValid()) {
      json.name("parentId").value(span.getParentSpanId());
    }
    json.name("id").value(span.getSpanId());
    json.name("kind").value(span.getKind().name());
    json.name("name").value(span.getName());
    json.name("timestamp").value(micros(span.getStartEpochNanos()));
    long micros = micros(span.getEndEpochNanos() - span.getStartEpochNanos());
    json.name("duration").value(Math.max(1, micros));
    json.name("localEndpoint").beginObject();
    json.name("serviceName").value(span.getResource().getAttribute(SERVICE));
    json.endObject();
    writePeer(json, span);
    writeEvents(json, span);
    writeTags(json, span);
    json.endObject();
  }

  private static long micros(long nanos) {
    return nanos / 1000;
  }

  private static void writePeer(JsonWriter json, SpanData span) throws IOException {
    Attributes attributes = span.getAttributes();
    String address = attributes.get(PEER);
    boolean named = span.getKind() == io.opentelemetry.api.trace.SpanKind.CLIENT;
    if (address == null && !named) {
      return;
    }
    json.name("remoteEndpoint").beginObject();
    if (named) {
      json.name("serviceName").value(attributes.get(SERVER));
    }
    if (address != null) {
      json.name(address.indexOf(':') < 0 ? "ipv4" : "ipv6").value(address);
      Long port = attributes.get(PEER_PORT);
      if (port != null) {
        json.name("port").value(port);
      }
    }
    json.endObject();
  }

  private static void writeEvents(JsonWriter json, SpanData span) throws IOException {
    if (span.getEvents().isEmpty()) {
      return;
    }
    json.name("annotations").beginArray();
    for (EventData event : span.getEvents()) {
      json.beginObject();
      json.name("timestamp").value(micros(event.getEpochNanos()));
      json.name("value").value(annotation(event));
      json.endObject();
    }
    json.endArray();
  }

  /** {@code "name":{"attribute":value}}, as there is but one text. */
  private static String annotation(EventData event) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      json.name(event.getName()).beginObject();
      for (Map.Entry<AttributeKey<?>, Object> each : event.getAttributes().asMap().entrySet()) {
        json.name(each.getKey().getKey());
        if (each.getValue() instanceof Number) {
          json.value((Number) each.getValue());
        } else {
          json.value(String.valueOf(each.getValue()));
        }
      }
      json.endObject();
      json.endObject();
    }
    String object = text.toString();
    return object.substring(1, object.length() - 1);
  }

  private static void writeTags(JsonWriter json, SpanData span) throws IOException {
    json.name("tags").beginObject();
    for (Map.Entry<AttributeKey<?>, Object> each : span.getAttributes().asMap().entrySet()) {
      json.name(each.getKey().getKey()).value(String.valueOf(each.getValue()));
    }
    json.name("otel.scope.name").value(span.getInstrumentationScopeInfo().getName());
    if (span.getStatus().getStatusCode() == StatusCode.ERROR) {
      json.name("otel.status_code").value("ERROR");
      String why = span.getStatus().getDescription();
      json.name("error").value(why.isEmpty() ? span.getAttributes().get(ERROR) : why);
    }
    json.endObject();
  }
}
