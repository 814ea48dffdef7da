package app;

import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;

/** Jetty with one servlet. */
public final class JettyServer implements Main.Container {
  @Override
  public int start() throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.setContextPath("/");
    ServletHolder holder = new ServletHolder(new ProbeServlet());
    holder.setAsyncSupported(true);
    for (String path : ProbeServlet.PATHS) {
      context.addServlet(holder, path);
    }
    server.setHandler(context);
    server.start();
    return connector.getLocalPort();
  }
}
