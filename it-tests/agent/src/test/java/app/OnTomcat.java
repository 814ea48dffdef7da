package app;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** Tomcat in place of the JDK's own server, which some agents don't know. */
final class OnTomcat {
  /** Held: what is set would be lost with it. */
  private static final Logger LOGGER = Logger.getLogger("org.apache");

  private OnTomcat() {}

  /** Serves what {@code answer} says to each request; returns the port. */
  static int start(Function<URI, String> answer) throws Exception {
    // Its start is told on standard error, where nothing but errors shall be.
    LOGGER.setLevel(Level.WARNING);
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "clients", new Answers(answer));
    context.addServletMappingDecoded("/*", "clients");
    tomcat.start();
    return connector.getLocalPort();
  }

  private static final class Answers extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient Function<URI, String> answer;

    Answers(Function<URI, String> answer) {
      this.answer = answer;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      URI uri = URI.create(request.getRequestURI() + "?" + request.getQueryString());
      response.getOutputStream().write(answer.apply(uri).getBytes(StandardCharsets.UTF_8));
    }
  }
}
