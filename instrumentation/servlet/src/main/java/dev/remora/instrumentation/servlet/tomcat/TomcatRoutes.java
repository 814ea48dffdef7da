package dev.remora.instrumentation.servlet.tomcat;

import org.apache.catalina.connector.Request;
import org.apache.catalina.mapper.MappingData;

/** The patterns that the paths of requests have matched. */
final class TomcatRoutes {
  private static final String SPRING =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  private TomcatRoutes() {}

  /** Spring's own where there is one, else that of the servlet; null: only a catch-all. */
  static String of(Request request) {
    MappingData mapping = request.getMappingData();
    if (mapping.wrapper == null || mapping.context == null) {
      return null;
    }
    Object spring = request.getAttribute(SPRING);
    String pattern = spring instanceof String ? (String) spring : pattern(mapping);
    return pattern == null ? null : mapping.context.getPath() + pattern;
  }

  private static String pattern(MappingData mapping) {
    String path = mapping.wrapperPath.toString();
    if (path == null) {
      return null;
    }
    for (String pattern : mapping.wrapper.findMappings()) {
      if (matches(pattern, path)) {
        return pattern;
      }
    }
    return null;
  }

  /** Whether a servlet's path is one of {@code pattern}; {@code /}, the catch-all, has none. */
  private static boolean matches(String pattern, String path) {
    if (pattern.endsWith("/*")) {
      return path.length() == pattern.length() - 2 && pattern.startsWith(path);
    }
    return pattern.startsWith("*.") ? path.endsWith(pattern.substring(1)) : pattern.equals(path);
  }
}
