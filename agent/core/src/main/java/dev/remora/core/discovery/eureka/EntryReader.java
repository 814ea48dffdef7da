package dev.remora.core.discovery.eureka;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.remora.core.config.EurekaConfig;
import dev.remora.core.discovery.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads one {@code instance} of Eureka's JSON.
 *
 * <ul>
 *   <li>Only status {@code UP} is routable; the server has counted {@code overriddenstatus} in.
 *   <li>Address: {@code ipAddr} or {@code hostName}, as preferred, the other where it is empty.
 *   <li>Port: {@code port} if it is enabled, else {@code securePort}; under a VIP address that is
 *       only among the secure ones, {@code securePort}. Without either it can't be called and has
 *       no endpoint.
 *   <li>Zone: {@code metadata.zone}, as Spring Cloud and Eureka's own client have it, else the
 *       availability zone of Amazon's {@code dataCenterInfo}, else none.
 *   <li>Weight: {@code metadata.weight} if it is 1 to 65535, else 1.
 *   <li>Metadata: {@code metadata}, without Jackson's {@code @class}.
 *   <li>Names: {@code vipAddress} and {@code secureVipAddress}, separated by commas, each without
 *       the {@code :port} that Eureka's own way of writing them has.
 * </ul>
 *
 * <p>An entry that somebody registered with nonsense in it has no endpoint, but is no fault: it
 * must not hide the others.
 */
final class EntryReader {
  private static final String UP = "UP";
  private static final String CLASS = "@class";

  private final EurekaConfig.Address preferred;

  EntryReader(EurekaConfig.Address preferred) {
    this.preferred = preferred;
  }

  /** Reads the next value. */
  Draft read(JsonReader json) throws IOException {
    Draft draft = new Draft();
    json.beginObject();
    while (json.hasNext()) {
      field(json.nextName(), json, draft);
    }
    json.endObject();
    return draft;
  }

  private static void field(String name, JsonReader json, Draft draft) throws IOException {
    switch (name) {
      case "instanceId":
        draft.id = text(json);
        break;
      case "app":
        draft.app = text(json);
        break;
      case "hostName":
        draft.hostName = text(json);
        break;
      case "ipAddr":
        draft.ipAddr = text(json);
        break;
      case "status":
        draft.status = text(json);
        break;
      case "vipAddress":
        draft.vips = text(json);
        break;
      case "secureVipAddress":
        draft.secureVips = text(json);
        break;
      case "port":
        draft.port = port(json);
        break;
      case "securePort":
        draft.securePort = port(json);
        break;
      case "metadata":
        draft.metadata = texts(json);
        break;
      case "dataCenterInfo":
        dataCenter(json, draft);
        break;
      case "actionType":
        draft.action = text(json);
        break;
      default:
        json.skipValue();
        break;
    }
  }

  /** A text, number or flag as text; null for null and for what is none of these. */
  static String text(JsonReader json) throws IOException {
    switch (json.peek()) {
      case STRING:
      case NUMBER:
        return json.nextString();
      case BOOLEAN:
        return String.valueOf(json.nextBoolean());
      default:
        json.skipValue();
        return null;
    }
  }

  /** {@code {"$": 8080, "@enabled": "true"}}, or the bare number; 0 if it is not enabled. */
  private static int port(JsonReader json) throws IOException {
    if (json.peek() != JsonToken.BEGIN_OBJECT) {
      return number(text(json));
    }
    int port = 0;
    boolean enabled = true;
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "$":
          port = number(text(json));
          break;
        case "@enabled":
          enabled = "true".equals(text(json));
          break;
        default:
          json.skipValue();
          break;
      }
    }
    json.endObject();
    return enabled ? port : 0;
  }

  /** 1 to 65535, ports and weights alike; 0 for anything else. */
  private static int number(String text) {
    try {
      int number = text == null ? 0 : Integer.parseInt(text.trim());
      return number >= 1 && number <= 65535 ? number : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static Map<String, String> texts(JsonReader json) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    if (json.peek() != JsonToken.BEGIN_OBJECT) {
      json.skipValue();
      return texts;
    }
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      String value = text(json);
      if (value != null && !name.equals(CLASS)) {
        texts.put(name, value);
      }
    }
    json.endObject();
    return texts;
  }

  private static void dataCenter(JsonReader json, Draft draft) throws IOException {
    if (json.peek() != JsonToken.BEGIN_OBJECT) {
      json.skipValue();
      return;
    }
    json.beginObject();
    while (json.hasNext()) {
      if (json.nextName().equals("metadata")) {
        draft.dataCenter = texts(json);
      } else {
        json.skipValue();
      }
    }
    json.endObject();
  }

  /** An entry's fields as they were read. */
  final class Draft {
    private String id;
    private String app;
    private String hostName;
    private String ipAddr;
    private String status;
    private String vips;
    private String secureVips;
    private int port;
    private int securePort;
    private Map<String, String> metadata = new LinkedHashMap<>();
    private Map<String, String> dataCenter = new LinkedHashMap<>();
    private String action;

    private Draft() {}

    /**
     * The entry.
     *
     * @param application the name of the application it stands in; null: its own {@code app}
     */
    Entry entry(String application) throws IOException {
      String name = application == null ? app : application;
      if (name == null) {
        throw new IOException("an instance without an application");
      }
      boolean up = UP.equals(status);
      Endpoint plain = up ? endpoint(port == 0 ? securePort : port) : null;
      Map<String, Endpoint> byVip = new LinkedHashMap<>();
      for (String vip : names(vips)) {
        byVip.put(vip, plain);
      }
      for (String vip : names(secureVips)) {
        if (!byVip.containsKey(vip)) {
          byVip.put(vip, up ? endpoint(securePort) : null);
        }
      }
      return new Entry(
          fold(name),
          key(),
          status == null ? "UNKNOWN" : status,
          plain,
          byVip,
          "DELETED".equals(action));
    }

    /** As {@code InstanceInfo.getId} of Eureka's own client has it. */
    private String key() {
      String amazon = dataCenter.get("instance-id");
      return !isEmpty(id) ? id : !isEmpty(amazon) ? amazon : String.valueOf(hostName);
    }

    private Endpoint endpoint(int at) {
      boolean byIp = preferred == EurekaConfig.Address.IP;
      String first = byIp ? ipAddr : hostName;
      String address = isEmpty(first) ? (byIp ? hostName : ipAddr) : first;
      if (isEmpty(address) || at == 0) {
        return null;
      }
      String zone = metadata.get("zone");
      if (zone == null) {
        zone = dataCenter.get("availability-zone");
      }
      return Endpoint.at(address, at)
          .weight(Math.max(1, number(metadata.get("weight"))))
          .zone(zone == null ? "" : zone)
          .metadata(metadata)
          .build();
    }
  }

  private static boolean isEmpty(String text) {
    return text == null || text.isEmpty();
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static List<String> names(String vips) {
    List<String> names = new ArrayList<>();
    if (vips != null) {
      for (String vip : vips.split(",", -1)) {
        int colon = vip.indexOf(':');
        String name = fold(colon < 0 ? vip : vip.substring(0, colon)).trim();
        if (!name.isEmpty()) {
          names.add(name);
        }
      }
    }
    return names;
  }
}
