package dev.remora.core.discovery.consul;

import com.google.gson.JsonParseException;
import com.google.gson.JsonSyntaxException;
import com.google.gson.reflect.TypeToken;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The answer of {@code /v1/catalog/services}: names, each with all tags of its endpoints.
 *
 * <p>With tags configured, a service of which no endpoint carries one of them is none of ours: its
 * name would have no endpoint, and calls to it would fail instead of being left alone.
 */
final class CatalogResponse implements BlockingQuery.Reader<Set<String>> {
  private static final TypeToken<Map<String, List<String>>> SERVICES =
      new TypeToken<Map<String, List<String>>>() {};

  private final Collection<String> requiredTags;

  CatalogResponse(Collection<String> requiredTags) {
    this.requiredTags = requiredTags;
  }

  @Override
  public boolean isEmpty(Set<String> names) {
    return names.isEmpty();
  }

  @Override
  public Set<String> read(byte[] json) throws JsonParseException {
    Map<String, List<String>> services = Json.read(json, SERVICES);
    Set<String> names = new TreeSet<>();
    for (Map.Entry<String, List<String>> service : services.entrySet()) {
      if (service.getValue() == null) {
        throw new JsonSyntaxException("no tags for " + service.getKey());
      }
      if (Tags.all(requiredTags, service.getValue())) {
        names.add(service.getKey());
      }
    }
    return Collections.unmodifiableSet(names);
  }
}
