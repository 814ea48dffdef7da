package dev.remora.gateway.filter.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much is kept, and what goes first. */
class StoreTest {
  private static final MultiMap NONE = MultiMap.caseInsensitiveMultiMap();

  @Test
  void keepsNoMoreThanItMay() {
    Store store = new Store(100_000);
    store.put("often", stored(1_000));
    for (int i = 0; i < 1_000; i++) {
      assertThat(store.find("often", NONE)).as("used all the time, after " + i).isNotNull();
      store.put("k" + i, stored(1_000));
      assertThat(store.bytes()).isBetween(1L, 100_000L);
    }
    assertThat(store.find("k0", NONE)).isNull();
    assertThat(store.find("k999", NONE)).isNotNull();
    store.remove("k999");
    assertThat(store.find("k999", NONE)).isNull();
  }

  @Test
  void doesNotGrowByWhatIsReplaced() {
    Store store = new Store(100_000);
    store.put("often", stored(1_000));
    for (int i = 0; i < 1_000; i++) {
      assertThat(store.find("often", NONE)).isNotNull();
      store.put("same", stored(1_000));
      assertThat(store.bytes()).isBetween(1L, 100_000L);
    }
    assertThat(store.find("same", NONE)).isNotNull();
  }

  @Test
  void keepsNothingThatIsTooLongAltogether() {
    Store store = new Store(1_000);
    store.put("k", stored(2_000));
    assertThat(store.bytes()).isZero();
    assertThat(store.find("k", NONE)).isNull();
  }

  private static Stored stored(int length) {
    return new Stored(200, NONE, Buffer.buffer(new byte[length]), List.of(), CacheControl.of(NONE));
  }
}
