package dev.remora.core;

import dev.remora.core.resilience.Retries;
import dev.remora.core.routing.Directory;
import dev.remora.core.routing.Snapshot;
import dev.remora.core.security.SecuredCluster;
import dev.remora.core.security.TokenStatus;
import dev.remora.core.telemetry.MeshReadings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The mesh's own counts. */
final class Readings implements MeshReadings {
  private final Mesh mesh;
  private final Directory<SecuredCluster> directory;

  Readings(Mesh mesh, Directory<SecuredCluster> directory) {
    this.mesh = mesh;
    this.directory = directory;
  }

  @Override
  public Collection<ServiceReading> services() {
    List<ServiceReading> services = new ArrayList<>();
    for (SecuredCluster cluster : directory.clusters().values()) {
      if (cluster.isWatched()) {
        services.add(new Service(cluster));
      }
    }
    return services;
  }

  @Override
  public ServiceReading service(String service) {
    SecuredCluster cluster = directory.known(service);
    return cluster == null ? null : new Service(cluster);
  }

  @Override
  public Collection<RegistryReading> registries() {
    List<RegistryReading> registries = new ArrayList<>();
    for (MeshStatus.Registry registry : mesh.registries()) {
      registries.add(new Registry(registry));
    }
    return registries;
  }

  private static final class Service implements ServiceReading {
    private final SecuredCluster cluster;

    Service(SecuredCluster cluster) {
      this.cluster = cluster;
    }

    @Override
    public String service() {
      return cluster.service();
    }

    @Override
    public String balance() {
      return Mesh.balance(cluster);
    }

    @Override
    public int endpoints() {
      Snapshot snapshot = cluster.snapshot();
      return snapshot == null ? 0 : snapshot.size();
    }

    @Override
    public int ejected() {
      Snapshot snapshot = cluster.snapshot();
      int ejected = 0;
      for (int i = 0; snapshot != null && i < snapshot.size(); i++) {
        if (snapshot.get(i).stats().ejection() != null) {
          ejected++;
        }
      }
      return ejected;
    }

    @Override
    public long ejections() {
      return cluster.ejections();
    }

    @Override
    public double retryBudget() {
      Retries retries = cluster.policies().retries();
      return retries == null ? -1 : retries.saved();
    }

    @Override
    public TokenReading tokens() {
      TokenStatus status = cluster.tokenStatus();
      return status == null ? null : new Tokens(status);
    }
  }

  private static final class Tokens implements TokenReading {
    private final TokenStatus status;

    Tokens(TokenStatus status) {
      this.status = status;
    }

    @Override
    public long issued() {
      return status.issued();
    }

    @Override
    public long failures() {
      return status.failures();
    }

    @Override
    public long waits() {
      return status.waits();
    }
  }

  private static final class Registry implements RegistryReading {
    private final MeshStatus.Registry registry;

    Registry(MeshStatus.Registry registry) {
      this.registry = registry;
    }

    @Override
    public String registry() {
      return registry.name();
    }

    @Override
    public boolean isUp() {
      return registry.state() == MeshStatus.RegistryState.UP;
    }

    @Override
    public long lastAnswerNanos() {
      return registry.lastAnswerNanos();
    }
  }
}
