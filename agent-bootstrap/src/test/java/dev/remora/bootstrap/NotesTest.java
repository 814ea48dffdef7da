package dev.remora.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NotesTest {
  private final Notes<String> notes = new Notes<>();

  @Test
  void areOfTheVeryObject() {
    String one = new String("same");
    String other = new String("same");
    notes.put(one, "one");
    assertThat(notes.get(one)).isEqualTo("one");
    assertThat(notes.get(other)).isNull();
    assertThat(notes.putIfAbsent(other, "other")).isNull();
    assertThat(notes.putIfAbsent(one, "again")).isEqualTo("one");
    notes.put(one, "once more");
    assertThat(notes.remove(one)).isEqualTo("once more");
    assertThat(notes.remove(one)).isNull();
    assertThat(notes.get(other)).isEqualTo("other");
    assertThat(notes.size()).isEqualTo(1);
  }

  @Test
  void goWithTheirObjects() {
    Object kept = new Object();
    notes.put(kept, "kept");
    for (int i = 0; i < 10_000; i++) {
      notes.put(new Object(), "gone");
    }
    await()
        .atMost(20, TimeUnit.SECONDS)
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(notes.size()).isEqualTo(1);
            });
    assertThat(notes.get(kept)).isEqualTo("kept");
  }

  @Test
  void areThoseOfEachThread() throws InterruptedException {
    int threads = 8;
    AtomicInteger right = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      String note = "of " + i;
      new Thread(
              () -> {
                for (int n = 0; n < 2_000; n++) {
                  Object object = new Object();
                  notes.put(object, note);
                  if (note.equals(notes.get(object)) && note.equals(notes.remove(object))) {
                    right.incrementAndGet();
                  }
                }
                done.countDown();
              })
          .start();
    }
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(right).hasValue(threads * 2_000);
    assertThat(notes.size()).isZero();
  }
}
