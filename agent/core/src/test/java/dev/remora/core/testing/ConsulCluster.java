package dev.remora.core.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Three real Consul servers on 127.0.0.1 to 127.0.0.3, with the quickest elections there are. */
public final class ConsulCluster implements AutoCloseable {
  private static final int SERVERS = 3;

  private final List<ConsulServer> servers = new ArrayList<>();

  /** Starts the servers and waits until all of them know a leader. */
  public ConsulCluster(Path folder) {
    List<String> join = new ArrayList<>();
    for (int i = 1; i <= SERVERS; i++) {
      ConsulServer server =
          ConsulServer.in(folder.resolve("server-" + i))
              .server("127.0.0." + i, "server-" + i, SERVERS, List.copyOf(join))
              .build();
      join.add(server.gossip());
      servers.add(server);
    }
    servers.forEach(ConsulServer::launch);
    servers.forEach(ConsulServer::awaitLeader);
  }

  /** The server that leads now. */
  public ConsulServer leader() {
    for (ConsulServer server : servers) {
      if (server.raft().equals(servers.get(0).leader())) {
        return server;
      }
    }
    throw new AssertionError("no leader");
  }

  /** The two servers that don't lead now. */
  public List<ConsulServer> followers() {
    List<ConsulServer> followers = new ArrayList<>(servers);
    followers.remove(leader());
    return followers;
  }

  @Override
  public void close() {
    servers.forEach(ConsulServer::close);
  }
}
