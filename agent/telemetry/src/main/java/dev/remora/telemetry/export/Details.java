package dev.remora.telemetry.export;

import dev.remora.core.telemetry.MeshReadings;
import dev.remora.core.telemetry.MeshReadings.ServiceReading;
import dev.remora.telemetry.config.Settings;
import dev.remora.telemetry.trace.Epoch;
import dev.remora.telemetry.trace.SpanDetails;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** What is told of this process with all that it exports. */
final class Details implements SpanDetails {
  private static final String SCOPE = "dev.remora";
  private static final String SCHEMA = "https://opentelemetry.io/schemas/1.45.0";

  private final Resource resource;
  private final InstrumentationScopeInfo scope;
  private final MeshReadings mesh;
  private final Epoch epoch;
  private final int valueLength;

  /**
   * As the settings say.
   *
   * @param service what the process is called where they don't; null: nothing is known
   */
  Details(Settings settings, String service, MeshReadings mesh, Epoch epoch) {
    this.mesh = mesh;
    this.epoch = epoch;
    this.valueLength = settings.valueLength();
    String version = version();
    scope =
        InstrumentationScopeInfo.builder(SCOPE).setVersion(version).setSchemaUrl(SCHEMA).build();
    AttributesBuilder attributes = Attributes.builder();
    attributes.put("telemetry.distro.name", "remora");
    attributes.put("telemetry.distro.version", version);
    // Two processes of one name would count as one that jumps back and forth.
    attributes.put("service.instance.id", instance());
    for (Map.Entry<String, String> each : settings.resource().entrySet()) {
      attributes.put(each.getKey(), each.getValue());
    }
    String name = settings.serviceName() == null ? service : settings.serviceName();
    if (name != null) {
      attributes.put("service.name", name);
    }
    resource = Resource.getDefault().merge(Resource.create(attributes.build()));
  }

  private static String version() {
    try (InputStream in = Details.class.getResourceAsStream("/dev/remora/telemetry/version")) {
      byte[] text = new byte[64];
      int length = in.read(text);
      return new String(text, 0, length, StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A random UUID (RFC 9562, version 4) that waits for no entropy. */
  private static String instance() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (random.nextLong() & ~0xf000L) | 0x4000L;
    long low = (random.nextLong() & 0x3fffffffffffffffL) | Long.MIN_VALUE;
    return new UUID(high, low).toString();
  }

  @Override
  public Resource resource() {
    return resource;
  }

  @Override
  public InstrumentationScopeInfo scope() {
    return scope;
  }

  @Override
  public long epoch(long nanoTime) {
    return epoch.of(nanoTime);
  }

  @Override
  public int valueLength() {
    return valueLength;
  }

  @Override
  public String balance(String service) {
    ServiceReading reading = mesh.service(service);
    return reading == null ? null : reading.balance();
  }
}
