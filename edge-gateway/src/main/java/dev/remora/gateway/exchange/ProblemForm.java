package dev.remora.gateway.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;

/** The forms in which clients are told of problems; the first is for those that do not care. */
enum ProblemForm {
  /** For programs. */
  JSON("application/problem+json", "application/problem+json", "application/json") {
    @Override
    String write(Problem problem, Exchange exchange) {
      return problem.json(exchange);
    }
  },

  /** For browsers; nothing in it is loaded from anywhere, and nothing runs. */
  HTML("text/html; charset=utf-8", "text/html", "text/html") {
    @Override
    String write(Problem problem, Exchange exchange) {
      String trace = exchange.traceId();
      return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
          + "<meta name=\"viewport\" content=\"width=device-width\">"
          + "<meta name=\"color-scheme\" content=\"light dark\"><title>"
          + escaped(problem.status() + " " + problem.title())
          + "</title></head><body><h1>"
          + escaped(problem.title())
          + "</h1><p>"
          + escaped(problem.detail())
          + "</p><p><small>Request <code>"
          + escaped(exchange.id())
          + "</code>"
          + (trace == null ? "" : ", trace <code>" + escaped(trace) + "</code>")
          + "</small></p></body></html>\n";
    }
  },

  /** For people at a terminal who ask for it. */
  TEXT("text/plain; charset=utf-8", "text/plain", "text/plain") {
    @Override
    String write(Problem problem, Exchange exchange) {
      String trace = exchange.traceId();
      return problem.status()
          + " "
          + problem.title()
          + "\n"
          + problem.detail()
          + "\nrequest "
          + exchange.id()
          + (trace == null ? "" : "\ntrace " + trace)
          + "\n";
    }
  };

  private static final ProblemForm[] ALL = values();

  private final String contentType;
  private final String mediaType;
  private final String alias;

  ProblemForm(String contentType, String mediaType, String alias) {
    this.contentType = contentType;
    this.mediaType = mediaType;
    this.alias = alias;
  }

  /** What {@code Content-Type} says. */
  String contentType() {
    return contentType;
  }

  /** The body. */
  abstract String write(Problem problem, Exchange exchange);

  /** What the client of {@code exchange} likes best (RFC 9110, section 12.5.1). */
  static ProblemForm of(Exchange exchange) {
    String accept = exchange.header(HttpHeaderNames.ACCEPT);
    return accept == null ? JSON : of(accept);
  }

  static ProblemForm of(String accept) {
    ProblemForm best = JSON;
    double most = 0;
    for (ProblemForm form : ALL) {
      double quality =
          Math.max(Accept.quality(accept, form.mediaType), Accept.quality(accept, form.alias));
      if (quality > most) {
        most = quality;
        best = form;
      }
    }
    return best;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
