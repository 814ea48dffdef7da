package app;

import java.io.IOException;
import javax.servlet.AsyncContext;
import javax.servlet.ServletException;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Tells which contexts the threads that serve a request have. */
public final class ProbeServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Object included = request.getAttribute("javax.servlet.include.servlet_path");
    switch (included == null ? request.getServletPath() : (String) included) {
      case "/async":
        AsyncContext async = request.startAsync();
        async.start(() -> answerAndComplete(async));
        break;
      case "/async-pool":
        AsyncContext inPool = request.startAsync();
        Work.inPool(() -> answerAndComplete(inPool));
        break;
      case "/async-dispatch":
        AsyncContext dispatched = request.startAsync();
        new Thread(
                () -> {
                  sleep(20);
                  dispatched.dispatch("/here");
                })
            .start();
        break;
      case "/async-timeout":
        request.startAsync().setTimeout(50);
        break;
      case "/forward":
        request.getRequestDispatcher("/here").forward(request, response);
        break;
      case "/include":
        request.getRequestDispatcher("/here").include(request, response);
        break;
      case "/error":
        response.sendError(503);
        break;
      case "/throw":
        throw new ServletException("thrown by the application");
      case "/here":
        response.getWriter().print("thread=" + Work.here() + "\n");
        break;
      default:
        try {
          boolean calls = request.getServletPath().equals("/call");
          response.getWriter().print(calls ? Work.calls() : Work.everywhere());
        } catch (IOException e) {
          throw e;
        } catch (Exception e) {
          throw new ServletException(e);
        }
    }
  }

  private static void answerAndComplete(AsyncContext async) {
    sleep(20);
    try {
      ServletResponse response = async.getResponse();
      response.getWriter().print("thread=" + Work.here() + "\n");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } finally {
      async.complete();
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What it serves; anything else is not found. */
  static final String[] PATHS = {
    "/async",
    "/async-pool",
    "/async-dispatch",
    "/async-timeout",
    "/forward",
    "/include",
    "/error",
    "/throw",
    "/here",
    "/work/*",
    "/unserved",
    "/call",
  };
}
