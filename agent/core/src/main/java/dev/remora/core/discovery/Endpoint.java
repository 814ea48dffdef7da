package dev.remora.core.discovery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One place where a service can be reached, as its registry describes it. Immutable, equal by
 * value.
 *
 * <p>The address is what the registry says, an IP literal or a DNS name; names are resolved off the
 * request path before the endpoint is balanced over.
 */
public final class Endpoint {
  private final String address;
  private final int port;
  private final int weight;
  private final List<String> tags;
  private final String zone;
  private final Map<String, String> metadata;
  private final int hash;

  private Endpoint(Builder builder) {
    this.address = builder.address;
    this.port = builder.port;
    this.weight = builder.weight;
    this.tags = shared(copy(builder.tags), builder.shared);
    this.zone = shared(builder.zone, builder.shared);
    this.metadata = shared(copy(builder.metadata), builder.shared);
    this.hash = 31 * address.hashCode() + port;
  }

  /** Many endpoints have neither tags nor metadata: the empty ones cost nothing. */
  private static List<String> copy(List<String> tags) {
    return tags.isEmpty()
        ? Collections.<String>emptyList()
        : Collections.unmodifiableList(new ArrayList<>(tags));
  }

  private static Map<String, String> copy(Map<String, String> metadata) {
    return metadata.isEmpty()
        ? Collections.<String, String>emptyMap()
        : Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** The first of those that are equal. */
  @SuppressWarnings("unchecked") // What is equal to a text, a list or a map of texts is one too.
  private static <T> T shared(T value, Map<Object, Object> pool) {
    Object first = pool == null ? null : pool.putIfAbsent(value, value);
    return first == null ? value : (T) first;
  }

  /**
   * Starts an endpoint of weight 1.
   *
   * @param address an IPv4 or IPv6 literal (without brackets) or a DNS name
   * @param port 1 to 65535
   * @throws IllegalArgumentException if the address is empty or the port out of range
   */
  public static Builder at(String address, int port) {
    if (address == null || address.isEmpty()) {
      throw new IllegalArgumentException("an endpoint needs an address");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not in 1 to 65535");
    }
    return new Builder(address, port);
  }

  /** IP literal without brackets, or DNS name. */
  public String address() {
    return address;
  }

  /** 1 to 65535. */
  public int port() {
    return port;
  }

  /** Share of the requests relative to the other endpoints' weights; 1 or more. */
  public int weight() {
    return weight;
  }

  /** The registry's tags, in its order. */
  public List<String> tags() {
    return tags;
  }

  /** The zone, or an empty string where the registry names none. */
  public String zone() {
    return zone;
  }

  /** Free key/value pairs of the registry. */
  public Map<String, String> metadata() {
    return metadata;
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof Endpoint)) {
      return false;
    }
    Endpoint that = (Endpoint) other;
    return hash == that.hash
        && port == that.port
        && weight == that.weight
        && address.equals(that.address)
        && tags.equals(that.tags)
        && zone.equals(that.zone)
        && metadata.equals(that.metadata);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** {@code address:port}, IPv6 literals in brackets. */
  @Override
  public String toString() {
    return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
  }

  /** Builds an {@link Endpoint}. */
  public static final class Builder {
    private final String address;
    private final int port;
    private int weight = 1;
    private List<String> tags = Collections.emptyList();
    private String zone = "";
    private Map<String, String> metadata = Collections.emptyMap();
    private Map<Object, Object> shared;

    private Builder(String address, int port) {
      this.address = address;
      this.port = port;
    }

    /** Sets the weight, 1 to 65535. */
    public Builder weight(int weight) {
      if (weight < 1 || weight > 65535) {
        throw new IllegalArgumentException("weight " + weight + " is not in 1 to 65535");
      }
      this.weight = weight;
      return this;
    }

    /** Sets the tags. */
    public Builder tags(List<String> tags) {
      this.tags = tags;
      return this;
    }

    /** Sets the zone. */
    public Builder zone(String zone) {
      this.zone = zone;
      return this;
    }

    /** Sets the metadata. */
    public Builder metadata(Map<String, String> metadata) {
      this.metadata = metadata;
      return this;
    }

    /**
     * Holds what is equal to something in {@code pool} only once: the zone, the tags, the metadata.
     * What is new is added to it.
     */
    public Builder sharing(Map<Object, Object> pool) {
      this.shared = pool;
      return this;
    }

    /** The endpoint. */
    public Endpoint build() {
      return new Endpoint(this);
    }
  }
}
