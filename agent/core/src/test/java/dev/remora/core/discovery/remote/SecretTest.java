package dev.remora.core.discovery.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {
  @TempDir Path folder;

  @Test
  void mayBeNone() throws Exception {
    Secret token = new Secret("ACL token", null, null);
    assertThat(token.configured()).isFalse();
    assertThat(token.value()).isNull();
    assertThat(token.redact("text")).isEqualTo("text");
  }

  @Test
  void isTakenFromTheFileBeforeAnyOther() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "  of-the-file \n");
    Secret token = new Secret("ACL token", "fixed", file.toString());
    assertThat(token.value()).isEqualTo("of-the-file");
    assertThat(token.redact("fixed or of-the-file")).isEqualTo("*** or ***");
  }

  @Test
  void isReadAgainWhenTheFileChangedOrItWasRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "first");
    Secret token = new Secret("ACL token", null, file.toString());
    assertThat(token.value()).isEqualTo("first");
    Files.writeString(file, "another");
    assertThat(token.value()).isEqualTo("another");
    java.nio.file.attribute.FileTime time = Files.getLastModifiedTime(file);
    Files.writeString(file, "changed");
    Files.setLastModifiedTime(file, time);
    token.refused();
    assertThat(token.value()).isEqualTo("changed");
  }

  @Test
  void namesTheFileThatCannotBeUsedAndNotItsContent() throws Exception {
    String missing = folder.resolve("missing").toString();
    assertThatThrownBy(() -> new Secret("ACL token", null, missing).value())
        .isInstanceOf(IOException.class)
        .hasMessage("the ACL token file " + missing + " does not exist");
    for (String content : new String[] {"", " \n", "two words", "t\u00e9", "x".repeat(5000)}) {
      Path file = Files.writeString(folder.resolve("token"), content);
      assertThatThrownBy(() -> new Secret("ACL token", null, file.toString()).value())
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("the ACL token file " + file + " ")
          .hasMessageNotContaining("words");
    }
  }
}
