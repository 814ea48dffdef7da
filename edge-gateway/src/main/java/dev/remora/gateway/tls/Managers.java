package dev.remora.gateway.tls;

import java.security.KeyStore;
import java.security.Provider;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.TrustManagerFactorySpi;

/**
 * Makes of managers the factories that Vert.x asks for. Its own way to do that needs SLF4J, which
 * the gateway does not have.
 */
final class Managers {
  private static final Provider PROVIDER = new Provider("remora", "1", "") {};

  private Managers() {}

  static KeyManagerFactory factory(KeyManager manager) {
    return new KeyManagerFactory(new Keys(manager), PROVIDER, "remora") {};
  }

  static TrustManagerFactory factory(TrustManager manager) {
    return new TrustManagerFactory(new Trust(manager), PROVIDER, "remora") {};
  }

  private static final class Keys extends KeyManagerFactorySpi {
    private final KeyManager manager;

    Keys(KeyManager manager) {
      this.manager = manager;
    }

    @Override
    protected void engineInit(KeyStore store, char[] password) {}

    @Override
    protected void engineInit(ManagerFactoryParameters parameters) {}

    @Override
    protected KeyManager[] engineGetKeyManagers() {
      return new KeyManager[] {manager};
    }
  }

  private static final class Trust extends TrustManagerFactorySpi {
    private final TrustManager manager;

    Trust(TrustManager manager) {
      this.manager = manager;
    }

    @Override
    protected void engineInit(KeyStore store) {}

    @Override
    protected void engineInit(ManagerFactoryParameters parameters) {}

    @Override
    protected TrustManager[] engineGetTrustManagers() {
      return new TrustManager[] {manager};
    }
  }
}
