package app;

import java.io.File;
import java.net.URL;
import java.net.URLStreamHandlerFactory;
import java.util.logging.LogManager;
import javax.net.ssl.SSLContext;

/**
 * An application that chooses, in its first lines, what the JDK reads only once: its log manager,
 * its MBean server, its trust store, its URL handlers. None of it works any more when an agent has
 * been there first.
 */
public final class EarlySettings {
  private EarlySettings() {}

  /** A log manager of the application's own. */
  public static final class OwnLogManager extends LogManager {}

  /** An MBean server builder of the application's own. */
  public static final class OwnMBeanServerBuilder extends javax.management.MBeanServerBuilder {
    static volatile boolean used;

    @Override
    public javax.management.MBeanServer newMBeanServer(
        String defaultDomain,
        javax.management.MBeanServer outer,
        javax.management.MBeanServerDelegate delegate) {
      used = true;
      return super.newMBeanServer(defaultDomain, outer, delegate);
    }
  }

  /** Prints what came of each choice. */
  public static void main(String[] arguments) throws Exception {
    System.setProperty("java.util.logging.manager", OwnLogManager.class.getName());
    System.setProperty("javax.management.builder.initial", OwnMBeanServerBuilder.class.getName());
    System.setProperty("javax.net.ssl.trustStore", new File("does-not-exist").getAbsolutePath());
    System.setProperty("http.maxConnections", "1");
    URL.setURLStreamHandlerFactory(noHandlers());

    System.out.println("log manager " + LogManager.getLogManager().getClass().getSimpleName());
    java.lang.management.ManagementFactory.getPlatformMBeanServer();
    System.out.println("mbean server builder " + OwnMBeanServerBuilder.used);
    System.out.println("trusted certificates " + trusted(SSLContext.getDefault()));
  }

  private static int trusted(SSLContext context) throws Exception {
    javax.net.ssl.TrustManagerFactory factory =
        javax.net.ssl.TrustManagerFactory.getInstance(
            javax.net.ssl.TrustManagerFactory.getDefaultAlgorithm());
    factory.init((java.security.KeyStore) null);
    return ((javax.net.ssl.X509TrustManager) factory.getTrustManagers()[0])
            .getAcceptedIssuers()
            .length
        + (context.getProtocol().isEmpty() ? 1 : 0);
  }

  private static URLStreamHandlerFactory noHandlers() {
    return protocol -> null;
  }
}
