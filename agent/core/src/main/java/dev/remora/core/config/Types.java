package dev.remora.core.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The types of settings. */
public final class Types {
  /** {@code true} or {@code false}, and nothing that only looks like it. */
  public static final Type<Boolean> FLAG =
      new Type<Boolean>("true, false") {
        @Override
        public Boolean parse(String text) {
          if (text.equals("true")) {
            return Boolean.TRUE;
          }
          if (text.equals("false")) {
            return Boolean.FALSE;
          }
          throw new BadValue("is neither true nor false");
        }
      };

  /** Where services are looked up. */
  public static final Type<RegistryUri> REGISTRY =
      new Type<RegistryUri>(RegistryUri.ALLOWED) {
        @Override
        public RegistryUri parse(String text) {
          return RegistryUri.parse(text);
        }

        @Override
        boolean holdsComma(String before, String after) {
          return RegistryUri.holdsComma(before, after);
        }
      };

  /** A service and where this process serves it. */
  static final Type<Listening> LISTENING =
      new Type<Listening>("service:port, service:address:port, service:[IPv6 address]:port") {
        @Override
        public Listening parse(String text) {
          return Listening.parse(text);
        }
      };

  /** A service, and where DNS knows it. */
  static final Type<DnsService> DNS_SERVICE =
      new Type<DnsService>(
          "service:name (SRV), service:name:port (A, AAAA), service (named by dns.pattern)") {
        @Override
        public DnsService parse(String text) {
          return DnsService.parse(text);
        }
      };

  /** Where DNS knows many services. */
  static final Type<DnsPattern> DNS_PATTERN =
      new Type<DnsPattern>(
          "a DNS name with one * in it (SRV), or such a name and :port (A, AAAA)") {
        @Override
        public DnsPattern parse(String text) {
          return DnsPattern.parse(text);
        }
      };

  /** A service name, or the beginning of one followed by {@code *}. */
  static final Type<String> NAME_PATTERN =
      new Type<String>("service names, the last character may be *") {
        @Override
        public String parse(String text) {
          for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == '/' || c == ':' || (c == '*' && i < text.length() - 1)) {
              throw new BadValue("is not a name");
            }
          }
          return text;
        }
      };

  /** Any text that fits on a line. */
  public static final Type<String> TEXT = text("one line of text");

  /** The path of a file. */
  public static final Type<String> PATH = text("the path of a file");

  /** A secret that must fit into a header. */
  public static final Type<String> SECRET = text("visible ASCII characters");

  /** A secret that must fit into a header, or where it is. */
  public static final Type<String> CLIENT_SECRET = text("visible ASCII characters, or env:NAME");

  /** An HTTP server. */
  public static final Type<HttpUrl> HTTP_URL =
      new Type<HttpUrl>("https://host:port/path without a query") {
        @Override
        public HttpUrl parse(String text) {
          HttpUrl url = HttpUrl.parse(text);
          if (url == null) {
            throw new BadValue("is not such a URL");
          }
          return url;
        }
      };

  /** A scope (RFC 6749, section 3.3). */
  public static final Type<String> SCOPE =
      new Type<String>("scopes, separated by commas") {
        @Override
        public String parse(String text) {
          for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~' || c == '"' || c == '\\') {
              throw new BadValue("is not a scope");
            }
          }
          return text;
        }
      };

  /** As the standards spell it. */
  static final Type<ClientAuthentication> CLIENT_AUTHENTICATION =
      new Type<ClientAuthentication>(
          Words.join(names(Arrays.asList(ClientAuthentication.values())))) {
        @Override
        public ClientAuthentication parse(String text) {
          for (ClientAuthentication method : ClientAuthentication.values()) {
            if (method.toString().equals(text)) {
              return method;
            }
          }
          throw new BadValue("is not known");
        }
      };

  private Types() {}

  private static List<String> names(List<?> values) {
    List<String> names = new ArrayList<>();
    for (Object value : values) {
      names.add(value.toString());
    }
    return names;
  }

  private static Type<String> text(String allowed) {
    final boolean secret = allowed.startsWith("visible");
    return new Type<String>(allowed) {
      @Override
      public String parse(String text) {
        if (text.isEmpty()) {
          throw new BadValue("is empty");
        }
        for (int i = 0; i < text.length(); i++) {
          char c = text.charAt(i);
          if (Character.isISOControl(c) || (secret && (c <= ' ' || c > '~'))) {
            throw new BadValue("contains a character that is not allowed");
          }
        }
        return text;
      }
    };
  }

  /** A time span between {@code least} and {@code most}, both written as they are to be shown. */
  public static Type<Duration> duration(final String least, final String most) {
    final Duration min = span(least);
    final Duration max = span(most);
    return new Type<Duration>(
        "a whole number and ms, s, m or h, from " + least + " to " + most + ", such as 500ms, 2s") {
      @Override
      public Duration parse(String text) {
        Duration value = span(text);
        if (value == null) {
          throw new BadValue("is not a time span");
        }
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
          throw new BadValue("is out of range");
        }
        return value;
      }
    };
  }

  /** A whole number between {@code least} and {@code most}. */
  public static Type<Integer> count(final int least, final int most) {
    return new Type<Integer>("a whole number from " + least + " to " + most) {
      @Override
      public Integer parse(String text) {
        return (int) number(text, 0, least, most);
      }
    };
  }

  /** A number with up to three decimals between {@code least} and {@code most}. */
  public static Type<Double> decimal(final double least, final double most) {
    return new Type<Double>("a number from " + least + " to " + most) {
      @Override
      public Double parse(String text) {
        return number(text, 3, least, most);
      }
    };
  }

  /** A share of a hundred. */
  public static final Type<Percent> PERCENT =
      new Type<Percent>("0% to 100%") {
        @Override
        public Percent parse(String text) {
          if (!text.endsWith("%")) {
            throw new BadValue("is not a percentage");
          }
          return Percent.of(number(text.substring(0, text.length() - 1), 1, 0, 100));
        }
      };

  private static double number(String text, int decimals, double least, double most) {
    int digits = 0;
    int point = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && point < 0 && i > 0) {
        point = i;
      } else if (c >= '0' && c <= '9') {
        digits++;
      } else {
        throw new Type.BadValue("is not a number");
      }
    }
    int after = point < 0 ? 0 : text.length() - 1 - point;
    if (digits == 0 || digits > 9 || after > decimals || (point >= 0 && after == 0)) {
      throw new Type.BadValue("is not a number");
    }
    double number = Double.parseDouble(text);
    if (number < least || number > most) {
      throw new Type.BadValue("is out of range");
    }
    return number;
  }

  /** After what an attempt may be repeated. */
  public static final Type<String> RETRY_ON =
      new Type<String>("connect, reset, timeout, 5xx, or statuses from 400 to 599") {
        @Override
        public String parse(String text) {
          boolean status =
              text.length() == 3
                  && (text.charAt(0) == '4' || text.charAt(0) == '5')
                  && Character.isDigit(text.charAt(1))
                  && Character.isDigit(text.charAt(2));
          if (!status
              && !text.equals("connect")
              && !text.equals("reset")
              && !text.equals("timeout")
              && !text.equals("5xx")) {
            throw new BadValue("is not known");
          }
          return text;
        }
      };

  /** A method's name, which has an upper and a lower case (RFC 9110, section 9.1). */
  public static final Type<String> METHOD =
      new Type<String>("method names in upper case") {
        @Override
        public String parse(String text) {
          for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < 'A' || c > 'Z') && c != '-') {
              throw new BadValue("is not a method");
            }
          }
          return text;
        }
      };

  /** What of a request decides where it goes. */
  public static final Type<HashOn> HASH_ON =
      new Type<HashOn>("header:NAME, cookie:NAME, query:NAME, path") {
        @Override
        public HashOn parse(String text) {
          int colon = text.indexOf(':');
          String name = text.substring(colon + 1);
          for (HashOn.Part part : HashOn.Part.values()) {
            boolean isPath = part == HashOn.Part.PATH;
            String spelling = spelling(part);
            if (isPath && text.equals(spelling)) {
              return new HashOn(part, "");
            }
            if (!isPath && colon == spelling.length() && text.startsWith(spelling)) {
              return new HashOn(part, checked(name));
            }
          }
          throw new BadValue("is not a part of a request");
        }

        private String checked(String name) {
          if (name.isEmpty()) {
            throw new BadValue("names nothing");
          }
          for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c > '~' || c == ':' || c == ';' || c == '=' || c == '&') {
              throw new BadValue("contains a character that is not allowed");
            }
          }
          return name;
        }
      };

  /** How many calls of a service may be under way at once. */
  public static final Type<Concurrency> CONCURRENCY =
      new Type<Concurrency>("gradient, aimd, or a whole number from 1 to 100000") {
        @Override
        public Concurrency parse(String text) {
          switch (text) {
            case "gradient":
              return Concurrency.GRADIENT;
            case "aimd":
              return Concurrency.AIMD;
            default:
              return Concurrency.fixed((int) number(text, 0, 1, 100_000));
          }
        }
      };

  /** After how long an attempt is hedged. */
  static final Type<HedgeAfter> HEDGE_AFTER =
      new Type<HedgeAfter>("a time from 1ms to 1m, such as 200ms, or p50 to p99") {
        @Override
        public HedgeAfter parse(String text) {
          if (text.startsWith("p")) {
            return HedgeAfter.percentile((int) number(text.substring(1), 0, 50, 99));
          }
          Duration delay = span(text);
          if (delay == null) {
            throw new BadValue("is not a time");
          }
          if (delay.toMillis() < 1 || delay.toMillis() > 60_000) {
            throw new BadValue("is out of range");
          }
          return HedgeAfter.fixed(text, delay);
        }
      };

  private static Duration span(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    // Nine digits of hours are 114,000 years, and fit an int.
    if (digits == 0 || digits > 9) {
      return null;
    }
    int number = Integer.parseInt(text.substring(0, digits));
    switch (text.substring(digits)) {
      case "ms":
        return Duration.ofMillis(number);
      case "s":
        return Duration.ofSeconds(number);
      case "m":
        return Duration.ofMinutes(number);
      case "h":
        return Duration.ofHours(number);
      default:
        return null;
    }
  }

  /** One of the constants of an enum, spelled in lower case with {@code -} for {@code _}. */
  public static <E extends Enum<E>> Type<E> oneOf(final Class<E> type) {
    final List<String> spellings = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      spellings.add(spelling(constant));
    }
    return new Type<E>(Words.join(spellings)) {
      @Override
      public E parse(String text) {
        for (E constant : type.getEnumConstants()) {
          if (spelling(constant).equals(text)) {
            return constant;
          }
        }
        throw new BadValue("is not known");
      }
    };
  }

  public static String spelling(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
