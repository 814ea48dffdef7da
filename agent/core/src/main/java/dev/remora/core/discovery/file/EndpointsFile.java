package dev.remora.core.discovery.file;

import dev.remora.core.config.Problems;
import dev.remora.core.config.Yaml;
import dev.remora.core.config.YamlNode;
import dev.remora.core.discovery.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The format of the {@code file:} registry:
 *
 * <pre>{@code
 * endpoints:
 *   orders:
 *     - 127.0.0.1:9001
 *     - "[::1]:9001"
 *     - {address: 127.0.0.1, port: 9002, weight: 3, tags: [v2], zone: a, metadata: {version: "2"}}
 * }</pre>
 */
public final class EndpointsFile {
  /** The key at the top by which such a file is known. */
  public static final String TOP = "endpoints";

  private static final String ALLOWED =
      "address:port, \"[IPv6 address]:port\", {address, port, weight, tags, zone, metadata}";
  private static final String KEYS = "address, port, weight, tags, zone, metadata";

  private final Problems problems;

  private EndpointsFile(Problems problems) {
    this.problems = problems;
  }

  /**
   * The endpoints in {@code content}, by service, in the file's order.
   *
   * @param label the file's name as the operator wrote it
   */
  public static Map<String, List<Endpoint>> parse(String label, byte[] content, Problems problems) {
    return read(Yaml.parse(label, content, problems), label, problems);
  }

  /** The endpoints in a parsed file; null: it is empty. */
  public static Map<String, List<Endpoint>> read(YamlNode root, String label, Problems problems) {
    Map<String, List<Endpoint>> services = new LinkedHashMap<>();
    YamlNode top = root == null ? null : root.get(TOP);
    if (top == null) {
      problems.add(
          (root == null ? label : root.place())
              + ": has no endpoints; allowed: endpoints: {service: [address:port]}");
      return services;
    }
    for (YamlNode.Entry entry : root.entries()) {
      if (!entry.key().equals(TOP)) {
        problems.add(entry.place() + ": " + entry.key() + ": unknown key; allowed: endpoints");
      }
    }
    if (top.isEmpty()) {
      return services;
    }
    if (top.entries() == null) {
      problems.add(top.place() + ": endpoints: is not a map; allowed: service names, each a list");
      return services;
    }
    EndpointsFile reader = new EndpointsFile(problems);
    for (YamlNode.Entry service : top.entries()) {
      services.put(service.key(), reader.service(service));
    }
    return services;
  }

  private List<Endpoint> service(YamlNode.Entry service) {
    List<Endpoint> endpoints = new ArrayList<>();
    YamlNode list = service.value();
    if (service.key().isEmpty()) {
      problems.add(service.place() + ": endpoints: a service needs a name");
    } else if (list.items() != null) {
      for (YamlNode item : list.items()) {
        Endpoint endpoint =
            item.text() != null ? shortForm(service.key(), item) : longForm(service.key(), item);
        if (endpoint != null) {
          endpoints.add(endpoint);
        }
      }
    } else if (!list.isEmpty()) {
      problem(list, service.key(), "is not a list", "a list of " + ALLOWED);
    }
    return endpoints;
  }

  private Endpoint shortForm(String service, YamlNode item) {
    String text = item.text();
    int colon = text.lastIndexOf(':');
    String address = colon < 0 ? text : text.substring(0, colon);
    if (address.startsWith("[") && address.endsWith("]")) {
      address = address.substring(1, address.length() - 1);
    } else if (address.indexOf(':') >= 0) {
      problem(item, service, item.quoted() + " is an IPv6 address without brackets", ALLOWED);
      return null;
    }
    Integer port = colon < 0 ? null : number(text.substring(colon + 1));
    if (port == null || !isAddress(address)) {
      problem(item, service, item.quoted() + " is not an endpoint", ALLOWED);
      return null;
    }
    return Endpoint.at(address, port).build();
  }

  private Endpoint longForm(String service, YamlNode item) {
    if (item.entries() == null) {
      problem(item, service, "is a list where an endpoint is needed", ALLOWED);
      return null;
    }
    boolean good = true;
    for (YamlNode.Entry entry : item.entries()) {
      if (!(", " + KEYS + ",").contains(" " + entry.key() + ",")) {
        problems.add(
            entry.place() + ": " + service + ": unknown key " + entry.key() + "; allowed: " + KEYS);
        good = false;
      }
    }
    YamlNode address = item.get("address");
    YamlNode port = item.get("port");
    YamlNode weight = item.get("weight");
    if (address == null || port == null) {
      problem(item, service, "an endpoint without address or port", ALLOWED);
      return null;
    }
    if (address.text() == null || !isAddress(address.text())) {
      problem(address, service, "address is not an address", "an IP address or a DNS name");
      good = false;
    }
    Integer portNumber = port.text() == null ? null : number(port.text());
    if (portNumber == null) {
      problem(port, service, "port is out of range", "1 to 65535");
      good = false;
    }
    Integer weightNumber = weight == null ? Integer.valueOf(1) : null;
    if (weight != null && weight.text() != null) {
      weightNumber = number(weight.text());
    }
    if (weightNumber == null) {
      problem(weight, service, "weight is out of range", "1 to 65535");
      good = false;
    }
    List<String> tags = texts(service, item.get("tags"));
    YamlNode zone = item.get("zone");
    if (zone != null && zone.text() == null) {
      problem(zone, service, "zone is not a text", "one text");
      good = false;
    }
    Map<String, String> metadata = pairs(service, item.get("metadata"));
    if (!good || tags == null || metadata == null) {
      return null;
    }
    return Endpoint.at(address.text(), portNumber)
        .weight(weightNumber)
        .tags(tags)
        .zone(zone == null ? "" : zone.text())
        .metadata(metadata)
        .build();
  }

  private List<String> texts(String service, YamlNode list) {
    List<String> texts = new ArrayList<>();
    if (list == null || list.isEmpty()) {
      return texts;
    }
    if (list.items() != null) {
      for (YamlNode item : list.items()) {
        if (item.text() == null) {
          problem(item, service, "a tag is not a text", "a list of texts");
          return null;
        }
        texts.add(item.text());
      }
      return texts;
    }
    problem(list, service, "tags is not a list", "a list of texts");
    return null;
  }

  private Map<String, String> pairs(String service, YamlNode map) {
    Map<String, String> pairs = new LinkedHashMap<>();
    if (map == null || map.isEmpty()) {
      return pairs;
    }
    if (map.entries() != null) {
      for (YamlNode.Entry entry : map.entries()) {
        if (entry.value().text() == null) {
          problem(
              entry.value(), service, entry.key() + " is not a text", "keys with one text each");
          return null;
        }
        pairs.put(entry.key(), entry.value().text());
      }
      return pairs;
    }
    problem(map, service, "metadata is not a map", "keys with one text each");
    return null;
  }

  private void problem(YamlNode at, String service, String what, String allowed) {
    problems.add(at.place() + ": " + service + ": " + what + "; allowed: " + allowed);
  }

  /** 1 to 65535, or null. */
  private static Integer number(String text) {
    if (!text.matches("[0-9]{1,5}")) {
      return null;
    }
    int number = Integer.parseInt(text);
    return number < 1 || number > 65535 ? null : number;
  }

  private static boolean isAddress(String text) {
    return text.matches("[0-9A-Za-z._-]+") || text.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%\\w+)?");
  }
}
