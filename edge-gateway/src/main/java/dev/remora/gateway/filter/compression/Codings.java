package dev.remora.gateway.filter.compression;

import java.util.List;

/** Reads which codings of content a client takes (RFC 9110, section 12.5.3). */
final class Codings {
  private Codings() {}

  /**
   * Whether gzip is wanted: it is accepted, and no less than what is not compressed.
   *
   * @param lines of {@code Accept-Encoding}; none: the client did not say, and gets no coding
   */
  static boolean wantsGzip(List<String> lines) {
    double gzip = -1;
    double identity = -1;
    double any = -1;
    for (String line : lines) {
      for (String item : line.split(",", -1)) {
        int semicolon = item.indexOf(';');
        String coding = (semicolon < 0 ? item : item.substring(0, semicolon)).trim();
        double quality = semicolon < 0 ? 1 : quality(item.substring(semicolon + 1));
        if (coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip")) {
          gzip = Math.max(gzip, quality);
        } else if (coding.equalsIgnoreCase("identity")) {
          identity = quality;
        } else if (coding.equals("*")) {
          any = quality;
        }
      }
    }
    double wanted = gzip >= 0 ? gzip : any;
    return wanted > 0 && wanted >= identity;
  }

  /** What is no quality is none: better not compressed than not readable. */
  private static double quality(String parameter) {
    String value = parameter.trim();
    if (!value.matches("(?i)q\\s*=\\s*(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")) {
      return 0;
    }
    return Double.parseDouble(value.substring(value.indexOf('=') + 1).trim());
  }
}
