package app;

import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** Tomcat with one servlet. */
public final class TomcatServer implements Main.Container {
  @Override
  public int start() throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("", null);
    Wrapper wrapper = Tomcat.addServlet(context, "probe", new ProbeServlet());
    wrapper.setAsyncSupported(true);
    for (String path : ProbeServlet.PATHS) {
      context.addServletMappingDecoded(path, "probe");
    }
    tomcat.start();
    return connector.getLocalPort();
  }
}
