package dev.remora.core.discovery.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remora.core.discovery.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {
  private static final Endpoint FULL =
      Endpoint.at("::1", 9001)
          .weight(3)
          .tags(List.of("v2", "blau \"grün\""))
          .zone("a")
          .metadata(Map.of("version", "2\n"))
          .build();

  @TempDir Path folder;

  private Path path;
  private SnapshotFile file;

  @BeforeEach
  void choose() {
    path = folder.resolve("cache").resolve("remora.snapshot");
    file = new SnapshotFile(path.toString());
  }

  private static Map<String, Kept> content(long at, Endpoint... endpoints) {
    Map<String, Kept.Service> services = new HashMap<>();
    services.put("orders", new Kept.Service(at, List.of(endpoints)));
    services.put("billing", null);
    return Map.of("consul://c:1", new Kept(at, services));
  }

  private void assertUnusable(String reason) {
    assertThatThrownBy(file::read).isInstanceOf(IOException.class).hasMessageContaining(reason);
  }

  @Test
  void holdsEverythingThatIsKnownOfAnEndpoint() throws IOException {
    file.write(content(17, FULL, Endpoint.at("10.0.0.1", 80).build()));

    Kept kept = file.read().get("consul://c:1");
    assertThat(kept.at()).isEqualTo(17);
    assertThat(kept.services()).containsOnlyKeys("orders", "billing");
    assertThat(kept.services().get("billing")).isNull();
    assertThat(kept.services().get("orders").at()).isEqualTo(17);
    assertThat(kept.services().get("orders").endpoints())
        .containsExactly(FULL, Endpoint.at("10.0.0.1", 80).build());
  }

  @Test
  void belongsToItsOwnerAloneAndLeavesNothingBesideIt() throws IOException {
    file.write(content(1, FULL));
    file.write(content(2, FULL));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    assertThat(path.getParent()).isDirectoryContaining(path::equals);
    try (var files = Files.list(path.getParent())) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void isRefusedWhereverItIsCutOff() throws IOException {
    file.write(content(1, FULL));
    byte[] whole = Files.readAllBytes(path);
    for (int length = 0; length < whole.length; length++) {
      Files.write(path, java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(file::read).as("%d bytes", length).isInstanceOf(IOException.class);
    }
  }

  @Test
  void isRefusedWhateverByteHasChanged() throws IOException {
    file.write(content(1, FULL));
    byte[] whole = Files.readAllBytes(path);
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 1;
      Files.write(path, changed);
      assertThatThrownBy(file::read).as("byte %d", i).isInstanceOf(IOException.class);
    }
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertUnusable("no such file");
    Files.createDirectories(path);
    assertUnusable("is not a regular file");
    Files.delete(path);
    Files.writeString(path, "endpoints: {}\n");
    assertUnusable("is not a snapshot");
    Files.writeString(path, "remora-snapshot 2 00000000\n{}");
    assertUnusable("is of another version of Remora");
    Files.writeString(path, "remora-snapshot 1 00000000\n{}");
    assertUnusable("is damaged: its checksum is wrong");
    for (String content :
        List.of(
            "{\"c\":{\"at\":1,\"services\":{\"o\":{\"at\":1,\"endpoints\":[{\"address\":\"\","
                + "\"port\":1,\"weight\":1,\"zone\":\"\",\"tags\":[],\"metadata\":{}}]}}}}",
            "{\"c\":[]}",
            "{\"c\":{\"services\":{}}}",
            "{}{}",
            "[]",
            "")) {
      java.util.zip.CRC32 crc = new java.util.zip.CRC32();
      crc.update(content.getBytes(StandardCharsets.UTF_8));
      Files.writeString(path, String.format("remora-snapshot 1 %08x%n%s", crc.getValue(), content));
      assertUnusable("is damaged: ");
    }
  }

  @Test
  void isWholeWhileManyWriteIt() throws Exception {
    file.write(content(1, FULL));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> writers = new java.util.ArrayList<>();
      for (int i = 0; i < 3; i++) {
        // Each is another process's.
        SnapshotFile other = new SnapshotFile(path.toString());
        Endpoint[] endpoints = new Endpoint[(i + 1) * 500];
        java.util.Arrays.fill(endpoints, FULL);
        writers.add(
            threads.submit(
                () -> {
                  for (int round = 0; round < 40; round++) {
                    other.write(content(round, endpoints));
                  }
                  return null;
                }));
      }
      int reads = 0;
      while (writers.stream().anyMatch(writer -> !writer.isDone())) {
        assertThat(file.read().get("consul://c:1").services().get("orders").endpoints())
            .hasSizeBetween(1, 1_500);
        reads++;
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      assertThat(reads).isPositive();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void anUnwritablePlaceIsToldByItsWriter() throws IOException {
    Files.writeString(folder.resolve("cache"), "not a folder");
    assertThatThrownBy(() -> file.write(content(1, FULL))).isInstanceOf(IOException.class);
  }
}
