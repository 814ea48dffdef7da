package dev.remora.it.authorization;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/** Counts the requests for tokens, before anything else sees them. */
class Counter extends OncePerRequestFilter implements Ordered {
  private final AtomicInteger asked;

  Counter(AtomicInteger asked) {
    this.asked = asked;
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getRequestURI().equals("/asked")) {
      response.getWriter().print(asked.get());
      return;
    }
    if (request.getRequestURI().equals("/oauth2/token")) {
      asked.incrementAndGet();
    }
    chain.doFilter(request, response);
  }
}
