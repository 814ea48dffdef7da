package dev.remora.it.app;

import java.io.FileInputStream;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.security.KeyStore;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * How a client is set up. What is zero, false or null leaves the client's own default; a driver
 * whose client cannot do what is asked throws {@link Unsupported}.
 */
public final class Options {
  /** The variant of the cell, for example {@code sync}, {@code async}, {@code h2}. */
  public String variant;

  public int connectTimeoutMs;

  /** Longest wait for data: for the answer's head, and between parts of its body. */
  public int readTimeoutMs;

  /** Longest time a whole call may take. */
  public int callTimeoutMs;

  /**
   * Whether redirects are followed. True, set the client to follow them if by default it does not.
   */
  public boolean followRedirects = true;

  /** Host and port of the HTTP proxy every request goes through, {@code 127.0.0.1:3128}. */
  public String proxy;

  /** True: {@link #proxy} is a SOCKS proxy. */
  public boolean socks;

  /**
   * Host and port of the proxy set for the whole JVM, in the system properties that the JDK reads;
   * drivers leave it to their client to heed it.
   */
  public String jvmProxy;

  /** A JKS file, password {@value #PASSWORD}, with the only CA to trust. */
  public String trustStore;

  /** Keep cookies, in memory, with the cookie store the client comes with. */
  public boolean cookies;

  /**
   * Add the client's interceptors, filters or listeners (all kinds it has), and report what they
   * see in {@link Reply#events}, a line each: {@code request GET http://orders/…}, {@code response
   * 200}, the headers of requests; the client's own names of events are fine. Addresses with their
   * IP and port may be in it, durations may not.
   */
  public boolean listeners;

  /** A folder for responses that are kept, of clients that can keep them there. */
  public String cache;

  /**
   * {@code USER:PASSWORD} with which the client answers a Basic challenge of a server, by the kind
   * of authenticator it has; which reports in {@link Reply#events} the headers of the request that
   * it is shown.
   */
  public String credentials;

  /** Complete asynchronous calls on {@link #executor()}, and tell so in {@link Reply#thread}. */
  public boolean useExecutor;

  /**
   * Accept every certificate name, with a custom host name verifier that reports {@code verify
   * NAME} in {@link Reply#events}.
   */
  public boolean lenientVerifier;

  public static final String PASSWORD = "changeit";

  private static final String[] SCHEMES = {"http", "https"};

  private ExecutorService executor;

  /** The proxy, HTTP or SOCKS, as the JDK spells it, or {@link Proxy#NO_PROXY}. */
  public Proxy proxy() {
    if (proxy == null) {
      return Proxy.NO_PROXY;
    }
    return new Proxy(socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, address());
  }

  /** The {@link #credentials}, for the JDK's clients; null: none. */
  public Authenticator authenticator() {
    if (credentials == null) {
      return null;
    }
    int colon = credentials.indexOf(':');
    PasswordAuthentication answer =
        new PasswordAuthentication(
            credentials.substring(0, colon), credentials.substring(colon + 1).toCharArray());
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return answer;
      }
    };
  }

  /** The address of the HTTP proxy, or null; for a client that knows no other kind. */
  public InetSocketAddress proxyAddress() {
    if (socks) {
      throw new Unsupported("the client knows no SOCKS proxies");
    }
    return proxy == null ? null : address();
  }

  private InetSocketAddress address() {
    int colon = proxy.lastIndexOf(':');
    return new InetSocketAddress(
        proxy.substring(0, colon), Integer.parseInt(proxy.substring(colon + 1)));
  }

  /** The trust manager of {@link #trustStore}, or null. */
  public X509TrustManager trustManager() throws Exception {
    if (trustStore == null) {
      return null;
    }
    KeyStore store = KeyStore.getInstance("JKS");
    try (InputStream in = new FileInputStream(trustStore)) {
      store.load(in, PASSWORD.toCharArray());
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }

  /** A TLS context that trusts {@link #trustStore}, or null. */
  public SSLContext sslContext() throws Exception {
    X509TrustManager trust = trustManager();
    if (trust == null) {
      return null;
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trust}, null);
    return context;
  }

  /**
   * The application's executor, its threads named {@code app-executor-N}; null if not asked for.
   */
  public synchronized Executor executor() {
    if (!useExecutor) {
      return null;
    }
    if (executor == null) {
      AtomicInteger number = new AtomicInteger();
      executor =
          Executors.newCachedThreadPool(
              task -> {
                Thread thread = new Thread(task, "app-executor-" + number.incrementAndGet());
                thread.setDaemon(true);
                return thread;
              });
    }
    return executor;
  }

  /** Sets what holds for the whole JVM; {@link #close} takes it back. */
  void enter() {
    if (jvmProxy != null) {
      for (String scheme : SCHEMES) {
        System.setProperty(scheme + ".proxyHost", jvmProxy.substring(0, jvmProxy.indexOf(':')));
        System.setProperty(scheme + ".proxyPort", jvmProxy.substring(jvmProxy.indexOf(':') + 1));
      }
    }
  }

  synchronized void close() {
    if (jvmProxy != null) {
      for (String scheme : SCHEMES) {
        System.clearProperty(scheme + ".proxyHost");
        System.clearProperty(scheme + ".proxyPort");
      }
    }
    if (executor != null) {
      executor.shutdown();
    }
  }
}
