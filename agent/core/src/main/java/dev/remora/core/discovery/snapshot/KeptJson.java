package dev.remora.core.discovery.snapshot;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import dev.remora.core.discovery.Endpoint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The content of a snapshot: JSON, of each source its {@code at} and its {@code services}, of each
 * of these {@code at} and {@code endpoints}, or nothing.
 */
final class KeptJson {
  private KeptJson() {}

  static byte[] write(Map<String, Kept> sources) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer text = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
        JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      for (Map.Entry<String, Kept> source : sources.entrySet()) {
        json.name(source.getKey()).beginObject();
        json.name("at").value(source.getValue().at());
        json.name("services").beginObject();
        for (Map.Entry<String, Kept.Service> each : source.getValue().services().entrySet()) {
          json.name(each.getKey());
          write(json, each.getValue());
        }
        json.endObject().endObject();
      }
      json.endObject();
    }
    return bytes.toByteArray();
  }

  private static void write(JsonWriter json, Kept.Service service) throws IOException {
    json.beginObject();
    if (service != null) {
      json.name("at").value(service.at());
      json.name("endpoints").beginArray();
      for (Endpoint endpoint : service.endpoints()) {
        json.beginObject();
        json.name("address").value(endpoint.address());
        json.name("port").value(endpoint.port());
        json.name("weight").value(endpoint.weight());
        json.name("zone").value(endpoint.zone());
        json.name("tags").beginArray();
        for (String tag : endpoint.tags()) {
          json.value(tag);
        }
        json.endArray();
        json.name("metadata").beginObject();
        for (Map.Entry<String, String> pair : endpoint.metadata().entrySet()) {
          json.name(pair.getKey()).value(pair.getValue());
        }
        json.endObject().endObject();
      }
      json.endArray();
    }
    json.endObject();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if it is anything else
   */
  static Map<String, Kept> read(byte[] bytes) throws IOException {
    try (JsonReader json =
        new JsonReader(
            new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8))) {
      json.setStrictness(Strictness.STRICT);
      Map<String, Kept> sources = new LinkedHashMap<>();
      json.beginObject();
      while (json.hasNext()) {
        sources.put(json.nextName(), source(json, new HashMap<>()));
      }
      json.endObject();
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedJsonException("more than one document");
      }
      return sources;
    } catch (IllegalStateException | IllegalArgumentException | JsonParseException e) {
      // Another shape than expected, or an endpoint that can't be one.
      throw new IOException(e.getMessage(), e);
    }
  }

  private static Kept source(JsonReader json, Map<Object, Object> shared) throws IOException {
    Map<String, Kept.Service> services = new HashMap<>();
    expect(json, "at");
    long at = json.nextLong();
    expectNext(json, "services");
    json.beginObject();
    while (json.hasNext()) {
      services.put(json.nextName(), service(json, shared));
    }
    json.endObject();
    json.endObject();
    return new Kept(at, services);
  }

  private static Kept.Service service(JsonReader json, Map<Object, Object> shared)
      throws IOException {
    json.beginObject();
    if (!json.hasNext()) {
      json.endObject();
      return null;
    }
    expectNext(json, "at");
    long at = json.nextLong();
    expectNext(json, "endpoints");
    List<Endpoint> endpoints = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      endpoints.add(endpoint(json, shared));
    }
    json.endArray();
    json.endObject();
    return new Kept.Service(at, endpoints);
  }

  private static Endpoint endpoint(JsonReader json, Map<Object, Object> shared) throws IOException {
    expect(json, "address");
    String address = json.nextString();
    expectNext(json, "port");
    Endpoint.Builder endpoint = Endpoint.at(address, json.nextInt());
    expectNext(json, "weight");
    endpoint.weight(json.nextInt());
    expectNext(json, "zone");
    endpoint.zone(json.nextString());
    expectNext(json, "tags");
    List<String> tags = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      tags.add(json.nextString());
    }
    json.endArray();
    expectNext(json, "metadata");
    Map<String, String> metadata = new LinkedHashMap<>();
    json.beginObject();
    while (json.hasNext()) {
      metadata.put(json.nextName(), json.nextString());
    }
    json.endObject();
    json.endObject();
    return endpoint.tags(tags).metadata(metadata).sharing(shared).build();
  }

  /** The beginning of an object and its first key. */
  private static void expect(JsonReader json, String key) throws IOException {
    json.beginObject();
    expectNext(json, key);
  }

  private static void expectNext(JsonReader json, String key) throws IOException {
    String found = json.nextName();
    if (!found.equals(key)) {
      throw new MalformedJsonException(found + " where " + key + " belongs");
    }
  }
}
