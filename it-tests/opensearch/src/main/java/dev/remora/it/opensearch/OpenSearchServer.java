package dev.remora.it.opensearch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.node.NodeValidationException;
import org.opensearch.transport.Netty4Plugin;

/** One node of OpenSearch on 127.0.0.1, with a new folder; ends with the process. */
public final class OpenSearchServer extends Node {
  private OpenSearchServer(Environment environment) {
    super(environment, List.of(Netty4Plugin.class), false);
  }

  /**
   * Starts it.
   *
   * @param args the port that it is to serve HTTP on
   */
  public static void main(String[] args)
      throws IOException, NodeValidationException, InterruptedException {
    Path home = Files.createTempDirectory("opensearch");
    Settings settings =
        Settings.builder()
            .put("path.home", home)
            .put("cluster.name", "remora")
            .put("node.name", "one")
            .put("discovery.type", "single-node")
            .put("network.host", "127.0.0.1")
            .put("http.type", "netty4")
            .put("http.port", args[0])
            .put("transport.type", "netty4")
            .put("transport.port", "0")
            .put("node.store.allow_mmap", false)
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
    Environment environment =
        InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "one");
    try (OpenSearchServer server = new OpenSearchServer(environment)) {
      server.start();
      new CountDownLatch(1).await();
    }
  }
}
