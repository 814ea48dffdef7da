package dev.remora.gateway.filter.limit;

import dev.remora.core.config.Type;
import dev.remora.core.config.Types;
import dev.remora.gateway.config.GatewayTypes;
import dev.remora.gateway.exchange.Exchange;
import dev.remora.gateway.exchange.Identity;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.NetUtil;

/**
 * What of a request tells whose it is.
 *
 * @param name of the header, the cookie or the claim; else empty
 */
record RequestKey(Part part, String name) {
  /** As it is written. */
  static final Type<RequestKey> TYPE =
      new Type<RequestKey>(
          "address, identity, api-key, route, header:NAME, cookie:NAME, claim:NAME") {
        @Override
        public RequestKey parse(String text) {
          int colon = text.indexOf(':');
          String word = colon < 0 ? text : text.substring(0, colon);
          String name = colon < 0 ? "" : text.substring(colon + 1);
          for (Part part : Part.values()) {
            if (Types.spelling(part).equals(word) && part.isNamed == !name.isEmpty()) {
              return new RequestKey(part, checked(part, name));
            }
          }
          throw new BadValue("is no part of a request");
        }
      };

  /** Requests of one client address. */
  static final RequestKey ADDRESS = new RequestKey(Part.ADDRESS, "");

  /** The part. */
  enum Part {
    /** The client's IP address; of an IPv6 address the network, which is one client's. */
    ADDRESS('a', false, false),
    /** Who makes it, as was verified. */
    IDENTITY('i', false, true),
    /** The name of the API key with which it is made. */
    API_KEY('k', false, true),
    /** Nothing: all requests of the route are one's. */
    ROUTE('r', false, false),
    /** The value of a header. */
    HEADER('h', true, false),
    /** The value of a cookie. */
    COOKIE('c', true, false),
    /** What the verified identity claims. */
    CLAIM('m', true, true);

    private final char letter;
    private final boolean isNamed;
    private final boolean isVerified;

    Part(char letter, boolean isNamed, boolean isVerified) {
      this.letter = letter;
      this.isNamed = isNamed;
      this.isVerified = isVerified;
    }

    /** What tells values of this part from the same of others, in ASCII. */
    char letter() {
      return letter;
    }
  }

  private static String checked(Part part, String name) {
    if (part == Part.HEADER) {
      return GatewayTypes.HEADER.parse(name);
    }
    if (part == Part.COOKIE && !name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
      throw new Type.BadValue("is not a cookie's name");
    }
    return name;
  }

  /** Whether it is known only after the request was authenticated. */
  boolean isVerified() {
    return part.isVerified;
  }

  /** The value in {@code exchange}; null: there is none. */
  String of(Exchange exchange) {
    return switch (part) {
      case ADDRESS -> network(exchange.client().address());
      case ROUTE -> "";
      case HEADER -> present(exchange.header(name));
      case COOKIE -> cookie(exchange);
      case IDENTITY -> identity(exchange.identity());
      case API_KEY -> apiKey(exchange.identity());
      case CLAIM -> claim(exchange.identity());
    };
  }

  /**
   * What {@code exchange} is counted under in a store that others see: a header that is a secret
   * must not stand there. As everywhere, a request without a value is counted by its address.
   */
  String name(Exchange exchange) {
    String value = of(exchange);
    return value == null
        ? KeyHash.name(ADDRESS.part.letter, ADDRESS.of(exchange))
        : KeyHash.name(part.letter, value);
  }

  private static String present(String value) {
    return value == null || value.isEmpty() ? null : value;
  }

  /**
   * An IPv4 address as it is; of an IPv6 address the first 64 bits, as a host chooses the others
   * itself (RFC 4291, section 2.5.1).
   */
  static String network(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    if (bytes == null) {
      return address;
    }
    if (bytes.length == 4) {
      return NetUtil.bytesToIpAddress(bytes);
    }
    if (isMapped(bytes)) {
      return NetUtil.bytesToIpAddress(java.util.Arrays.copyOfRange(bytes, 12, 16));
    }
    long prefix = 0;
    for (int i = 0; i < 8; i++) {
      prefix = prefix << 8 | (bytes[i] & 0xff);
    }
    return Long.toHexString(prefix) + "/64";
  }

  private static boolean isMapped(byte[] bytes) {
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return bytes[10] == -1 && bytes[11] == -1;
  }

  private String cookie(Exchange exchange) {
    for (String line : exchange.request().headers().getAll(HttpHeaderNames.COOKIE)) {
      for (String pair : line.split(";", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0 && pair.substring(0, equals).trim().equals(name)) {
          return present(pair.substring(equals + 1).trim());
        }
      }
    }
    return null;
  }

  /** A subject is one only together with who vouches for it. */
  private static String identity(Identity who) {
    if (who == null) {
      return null;
    }
    return (who.issuer() == null ? who.method() : who.issuer()) + '\n' + who.subject();
  }

  private static String apiKey(Identity who) {
    return who == null || !who.method().equals("api-key") ? null : who.subject();
  }

  private String claim(Identity who) {
    Object value = who == null ? null : who.claims().get(name);
    boolean single = value instanceof String || value instanceof Number || value instanceof Boolean;
    return single ? present(value.toString()) : null;
  }

  /** As it is written. */
  @Override
  public String toString() {
    return name.isEmpty() ? Types.spelling(part) : Types.spelling(part) + ":" + name;
  }
}
