package dev.remora.telemetry.export;

import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;

/** The OpenTelemetry protocol, in protobuf, as the SDK writes it. */
final class Otlp {
  static final String CONTENT_TYPE = "application/x-protobuf";

  private Otlp() {}

  static byte[] spans(Collection<SpanData> spans) {
    return bytes(TraceRequestMarshaler.create(spans));
  }

  static byte[] metrics(Collection<MetricData> metrics) {
    return bytes(MetricsRequestMarshaler.create(metrics));
  }

  private static byte[] bytes(Marshaler message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(message.getBinarySerializedSize());
    try {
      message.writeBinaryTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
