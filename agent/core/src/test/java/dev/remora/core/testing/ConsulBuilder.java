package dev.remora.core.testing;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Configures a {@link ConsulServer}. */
public final class ConsulBuilder {
  private final Path folder;
  private String address = "127.0.0.1";
  private String name = "node";
  private List<String> join = List.of();
  private int servers;
  private int port;
  private boolean persistent;
  private String token;
  private ConsulCertificates ca;
  private boolean verifyIncoming;
  private int connections;
  private Map<String, Object> dns;

  ConsulBuilder(Path folder) {
    this.folder = folder;
  }

  /** Keeps its data over a restart; otherwise it forgets everything. */
  public ConsulBuilder persistent() {
    this.persistent = true;
    return this;
  }

  /** One of the servers of a cluster, on an address and under a name of its own. */
  ConsulBuilder server(String address, String name, int servers, List<String> join) {
    this.address = address;
    this.name = name;
    this.servers = servers;
    this.join = join;
    return persistent();
  }

  /** A port of plain HTTP that is known beforehand. */
  public ConsulBuilder port(int port) {
    this.port = port;
    return this;
  }

  /** ACLs that deny what is not allowed, with this almighty token. */
  public ConsulBuilder acl(String masterToken) {
    this.token = masterToken;
    return this;
  }

  /** HTTPS with a certificate of this authority. */
  public ConsulBuilder tls(ConsulCertificates ca) {
    this.ca = ca;
    return this;
  }

  /** HTTPS for clients with a certificate only. */
  public ConsulBuilder verifyIncoming() {
    this.verifyIncoming = true;
    return this;
  }

  /** How many connections a client address may have; 200 by default. */
  public ConsulBuilder connections(int most) {
    this.connections = most;
    return this;
  }

  /** DNS too, with these {@code dns_config}. */
  public ConsulBuilder dns(Map<String, Object> config) {
    this.dns = config;
    return this;
  }

  /** A Consul that isn't started yet; its ports are chosen. */
  public ConsulServer build() {
    return new ConsulServer(this);
  }

  /** A running Consul. */
  public ConsulServer start() {
    ConsulServer server = build();
    server.start();
    return server;
  }

  Path folder() {
    return folder;
  }

  boolean isPersistent() {
    return persistent;
  }

  String address() {
    return address;
  }

  String name() {
    return name;
  }

  /** Null: there are no ACLs. */
  String token() {
    return token;
  }

  /** Ports that are free now, by the names that Consul has for them; -1: it does not listen. */
  Map<String, Integer> freePorts() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    for (String name : List.of("http", "server", "serf_lan", "serf_wan")) {
      ports.put(name, ConsulServer.freePort(address));
    }
    if (port > 0) {
      ports.put("http", port);
    }
    ports.put("https", ca == null ? -1 : ConsulServer.freePort(address));
    ports.put("dns", dns == null ? -1 : ConsulServer.freePort(address));
    ports.put("grpc", -1);
    return ports;
  }

  /** What it reads at its start. */
  Map<String, Object> config(Map<String, Integer> ports) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("bind_addr", address);
    config.put("client_addr", address);
    config.put("node_name", name);
    config.put("node_meta", Map.of("zone", "node-zone"));
    config.put("ports", ports);
    config.put("disable_update_check", true);
    config.put("enable_script_checks", false);
    if (persistent) {
      config.put("server", true);
      config.put("bootstrap_expect", Math.max(1, servers));
      config.put("data_dir", folder.resolve("data").toString());
      config.put("performance", Map.of("raft_multiplier", 1));
    }
    if (!join.isEmpty()) {
      config.put("retry_join", join);
      config.put("retry_interval", "1s");
    }
    if (token != null) {
      config.put(
          "acl",
          Map.of(
              "enabled",
              true,
              "default_policy",
              "deny",
              "tokens",
              Map.of("master", token, "agent", token)));
    }
    if (ca != null) {
      config.put("ca_file", ca.caFile().toString());
      config.put("cert_file", ca.serverCertificate().toString());
      config.put("key_file", ca.serverKey().toString());
      config.put("verify_incoming_https", verifyIncoming);
    }
    if (dns != null) {
      config.put("dns_config", dns);
    }
    if (connections > 0) {
      config.put("limits", Map.of("http_max_conns_per_client", connections));
    }
    return config;
  }
}
