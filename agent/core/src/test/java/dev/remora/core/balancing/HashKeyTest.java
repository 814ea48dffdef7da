package dev.remora.core.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HashKeyTest {
  private static long hash(String on, String target, String header, String value) {
    return new HashKey(Service.config("hash-on=" + on).hashOn())
        .hash(Service.request(target, header, value));
  }

  private static long key(String text) {
    return Hashes.of(text, 0, text.length());
  }

  @Test
  void readsTheHeader() {
    assertThat(hash("header:X-User", "/", "x-user", "ann")).isEqualTo(key("ann"));
    assertThat(hash("header:x-user", "/", "x-other", "ann")).isZero();
    assertThat(hash("header:x-user", "/", "x-user", "")).isZero();
  }

  @Test
  void readsTheCookie() {
    assertThat(hash("cookie:sid", "/", "cookie", "sid=a1")).isEqualTo(key("a1"));
    assertThat(hash("cookie:sid", "/", "Cookie", "asid=no; sid=a1; sid2=no")).isEqualTo(key("a1"));
    assertThat(hash("cookie:sid", "/", "cookie", "asid=no; sid2=no; sid; sid=")).isZero();
    assertThat(hash("cookie:sid", "/", "x", "sid=a1")).isZero();
  }

  @Test
  void readsTheQuery() {
    assertThat(hash("query:id", "/a?x=1&id=7&y=2", "", "")).isEqualTo(key("7"));
    assertThat(hash("query:id", "/a?id=7#x&id=8", "", "")).isEqualTo(key("7"));
    assertThat(hash("query:id", "/id=7?xid=8", "", "")).isZero();
    assertThat(hash("query:id", "/a", "", "")).isZero();
    assertThat(hash("query:id", null, "", "")).isZero();
  }

  @Test
  void readsThePath() {
    assertThat(hash("path", "/a/b?x=1", "", "")).isEqualTo(key("/a/b"));
    assertThat(hash("path", "/a/b", "", "")).isEqualTo(key("/a/b"));
    assertThat(hash("path", null, "", "")).isZero();
  }

  @Test
  void withoutARequestOrASettingThereIsNoKey() {
    assertThat(new HashKey(null).hash(Service.header("a"))).isZero();
    assertThat(new HashKey(Service.config("hash-on=path").hashOn()).hash(null)).isZero();
  }
}
