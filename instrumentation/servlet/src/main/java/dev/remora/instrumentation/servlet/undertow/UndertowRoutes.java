package dev.remora.instrumentation.servlet.undertow;

import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.handlers.ServletPathMatch;
import io.undertow.servlet.handlers.ServletRequestContext;

/** The patterns that the paths of exchanges have matched, where there are servlets. */
final class UndertowRoutes {
  private static final String SPRING =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  private UndertowRoutes() {}

  /** Spring's own where there is one, else that of the servlet; null: only a catch-all. */
  static String of(HttpServerExchange exchange) {
    try {
      ServletRequestContext context = exchange.getAttachment(ServletRequestContext.ATTACHMENT_KEY);
      return context == null ? null : of(context);
    } catch (LinkageError e) {
      // An Undertow without servlets.
      return null;
    }
  }

  private static String of(ServletRequestContext context) {
    Object spring = context.getOriginalRequest().getAttribute(SPRING);
    String pattern = spring instanceof String ? (String) spring : pattern(context);
    if (pattern == null) {
      return null;
    }
    String path = context.getDeployment().getDeploymentInfo().getContextPath();
    return path == null || path.equals("/") ? pattern : path + pattern;
  }

  private static String pattern(ServletRequestContext context) {
    ServletPathMatch match = context.getOriginalServletPathMatch();
    String pattern = match == null ? null : match.getMatchString();
    return pattern == null || pattern.isEmpty() || pattern.equals("/") ? null : pattern;
  }
}
