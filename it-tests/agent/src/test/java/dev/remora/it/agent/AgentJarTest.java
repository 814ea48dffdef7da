package dev.remora.it.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Opens the jar that is shipped. */
class AgentJarTest {
  private static final int JAVA_8 = 52;
  private static final long TEN_MEGABYTES = 10L * 1024 * 1024;

  private JarFile jar;

  @BeforeEach
  void open() throws IOException {
    jar = new JarFile(Environment.agentJar().toFile());
  }

  @AfterEach
  void close() throws IOException {
    jar.close();
  }

  @Test
  void isNoLargerThanTenMegabytes() throws IOException {
    assertThat(Files.size(Environment.agentJar())).isLessThanOrEqualTo(TEN_MEGABYTES);
  }

  @Test
  void hasNothingAtItsRootButTheEntryAndTheDoors() {
    assertThat(packagesOf(".class")).containsExactly("dev/remora/agent", "dev/remora/bootstrap");
    assertThat(folders()).containsExactlyInAnyOrder("META-INF", "dev", "isolated");
  }

  @Test
  void keepsEverythingElseWhereNoOtherLoaderFindsIt() {
    assertThat(names()).noneMatch(name -> name.startsWith("isolated/") && name.endsWith(".class"));
    assertThat(packagesOf(".classdata"))
        .isNotEmpty()
        .allMatch(
            name ->
                List.of(
                        "isolated/dev/remora/core",
                        "isolated/dev/remora/javaagent",
                        "isolated/dev/remora/telemetry",
                        "isolated/io/jsonwebtoken",
                        "isolated/io/opentelemetry",
                        "isolated/dev/remora/instrumentation",
                        "isolated/net/bytebuddy",
                        "isolated/org/apache/hc/core5",
                        "isolated/com/google/gson",
                        "isolated/io/jsonwebtoken",
                        "isolated/org/snakeyaml/engine")
                    .stream()
                    .anyMatch(name::startsWith));
  }

  @Test
  void carriesNoClientLibrary() {
    assertThat(names())
        .noneMatch(name -> name.contains("okhttp3/"))
        .noneMatch(name -> name.contains("org/apache/http/"))
        .noneMatch(name -> name.contains("org/apache/hc/client5/"));
  }

  @Test
  void hasEachEntryOnce() {
    assertThat(names()).doesNotHaveDuplicates();
  }

  @Test
  void saysWhatTheJvmMustKnow() throws IOException {
    Attributes manifest = jar.getManifest().getMainAttributes();
    assertThat(manifest.getValue("Premain-Class")).isEqualTo("dev.remora.agent.RemoraAgent");
    assertThat(manifest.getValue("Agent-Class")).isEqualTo("dev.remora.agent.RemoraAgent");
    assertThat(manifest.getValue("Main-Class")).isEqualTo("dev.remora.agent.RemoraAgent");
    assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
    assertThat(manifest.getValue("Can-Redefine-Classes")).isEqualTo("true");
    assertThat(manifest.getValue("Boot-Class-Path")).isNull();
    assertThat(manifest.getValue("Class-Path")).isNull();
    assertThat(manifest.getValue("Multi-Release")).isNull();
    assertThat(manifest.getValue("Implementation-Version")).isNotBlank();
  }

  @Test
  void runsOnJava8() throws IOException {
    for (JarEntry entry : entries()) {
      boolean newer =
          entry.getName().contains("/instrumentation/javahttpclient/")
              || entry.getName().endsWith("/ModularWeavingTransformer.classdata");
      if ((entry.getName().endsWith(".class") || entry.getName().endsWith(".classdata"))
          && !newer) {
        assertThat(classFileVersion(entry)).as(entry.getName()).isLessThanOrEqualTo(JAVA_8);
      }
    }
  }

  /** The SDK would wake the log manager, which may be one that the application brings. */
  @Test
  void writesToNoLogManager() throws IOException {
    for (JarEntry entry : entries()) {
      if (entry.getName().startsWith("isolated/io/opentelemetry/")) {
        String bytes =
            new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(bytes).as(entry.getName()).doesNotContain("java/util/logging");
      }
    }
  }

  @Test
  void carriesTheLicences() {
    assertThat(names()).contains("META-INF/LICENSE").contains("META-INF/NOTICE");
  }

  private int classFileVersion(JarEntry entry) throws IOException {
    try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
      in.readInt();
      in.readUnsignedShort();
      return in.readUnsignedShort();
    }
  }

  private List<JarEntry> entries() {
    return jar.stream().filter(entry -> !entry.isDirectory()).collect(Collectors.toList());
  }

  private List<String> names() {
    return entries().stream().map(JarEntry::getName).collect(Collectors.toList());
  }

  private Set<String> packagesOf(String ending) {
    return names().stream()
        .filter(name -> name.endsWith(ending))
        .map(name -> name.substring(0, name.lastIndexOf('/')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> folders() {
    return names().stream()
        .map(name -> name.substring(0, Math.max(name.indexOf('/'), 0)))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
