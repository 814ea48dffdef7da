package dev.remora.core.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.concurrent.Scheduler;
import dev.remora.core.concurrent.Ticker;
import dev.remora.core.discovery.remote.Fault;
import dev.remora.core.discovery.remote.Outage;
import dev.remora.core.testing.Said;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When tokens are got, at a time of the test's own. */
class RenewalTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;

  private final AtomicLong nanos = new AtomicLong();
  private final Ticker ticker =
      new Ticker() {
        @Override
        public long nanos() {
          return nanos.get();
        }
      };
  private final Said said = new Said();
  private final Scheduler scheduler = new Scheduler(said.log());
  private final Later resources = new Later();
  private final Slot slot = new Slot(ticker);
  private final Outage outage = new Outage(new NoTokens("test", said.log()), resources.timer());
  private final List<Long> asked = new ArrayList<>();
  private volatile Fault fault;
  private long lifetime = 300 * SECOND;

  private final Renewal renewal =
      Renewal.kept(
          slot,
          answer -> {
            asked.add(nanos.get());
            if (fault == null) {
              answer.issued("t" + asked.size(), lifetime);
            } else {
              answer.failed(fault);
            }
          },
          resources,
          outage);

  @AfterEach
  void close() {
    scheduler.close();
  }

  private record Task(long at, Runnable task) {}

  /** Runs tasks when the test says that it is their time. */
  private final class Later extends Resources {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparing(Task::at));

    Later() {
      super(scheduler, ticker, said.log(), 10 * SECOND);
    }

    @Override
    public synchronized void later(long millis, Runnable task) {
      tasks.add(new Task(nanos.get() + millis * MILLI, task));
    }

    private synchronized Task next() {
      return tasks.poll();
    }

    /** Goes on to the next task and runs it. */
    void step() {
      Task next = next();
      nanos.set(Math.max(nanos.get(), next.at()));
      next.task().run();
    }
  }

  @Test
  void noCallWaitsInAThousandRotations() throws InterruptedException {
    renewal.start();
    resources.step();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong calls = new AtomicLong();
    List<String> wrong = new ArrayList<>();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Thread caller =
          new Thread(
              () -> {
                while (!stop.get()) {
                  Credential credential = slot.credential("orders", SECOND, nanos.get());
                  calls.incrementAndGet();
                  if (credential != slot || slot.headers() == null) {
                    synchronized (wrong) {
                      wrong.add(String.valueOf(credential.rejection()));
                    }
                  }
                }
              });
      callers.add(caller);
      caller.start();
    }
    for (int i = 0; i < 1_000; i++) {
      long before = calls.get();
      resources.step();
      while (calls.get() < before + 100) {
        Thread.onSpinWait();
      }
    }
    stop.set(true);
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(wrong).isEmpty();
    assertThat(slot.counts().waits()).isZero();
    assertThat(slot.counts().issued()).isEqualTo(1_001);
    assertThat(slot.headers()).containsExactly("authorization", "Bearer t1001");
    assertThat(calls.get()).isGreaterThanOrEqualTo(100_000);
  }

  @Test
  void replacesATokenAtThreeQuartersToFourFifthsOfItsLife() {
    renewal.start();
    for (int i = 0; i < 200; i++) {
      resources.step();
    }
    List<Long> pauses = new ArrayList<>();
    for (int i = 1; i < asked.size(); i++) {
      pauses.add(asked.get(i) - asked.get(i - 1));
    }
    assertThat(pauses)
        .hasSize(199)
        .allSatisfy(pause -> assertThat(pause).isBetween(225 * SECOND - MILLI, 240 * SECOND));
    assertThat(pauses.stream().distinct().count()).as("jitter").isGreaterThan(150);
  }

  @Test
  void failuresChangeNothingUntilTheTokenExpires() {
    renewal.start();
    resources.step();
    fault = new Fault(Fault.Kind.TROUBLED, 503, "it is down");
    while (nanos.get() < 299 * SECOND) {
      resources.step();
      if (nanos.get() < 300 * SECOND) {
        assertThat(slot.credential("orders", 0, nanos.get()).rejection()).isNull();
      }
    }
    nanos.set(300 * SECOND);
    assertThat(slot.credential("orders", 10 * SECOND, nanos.get()).rejection())
        .isEqualTo("Remora rejected the call to orders: no token: it is down");
    assertThat(asked).hasSizeBetween(5, 60);
    for (int i = 2; i < asked.size(); i++) {
      assertThat(asked.get(i) - asked.get(i - 1)).isBetween(50 * MILLI - MILLI, 15 * SECOND);
    }
    fault = null;
    resources.step();
    assertThat(slot.credential("orders", 0, nanos.get()).rejection()).isNull();
    assertThat(said.text().lines())
        .containsExactly(
            "remora: no new tokens, those there are stay in use until they expire: test: it is"
                + " down",
            "remora: tokens come again: test");
  }

  @Test
  void oneHiccupIsWaitedOutAndNotTold() {
    fault = new Fault(Fault.Kind.UNREACHABLE, 0, "reset");
    renewal.start();
    resources.step();
    assertThat(slot.problem()).isNull();
    fault = null;
    resources.step();
    assertThat(slot.credential("orders", 0, nanos.get()).rejection()).isNull();
    assertThat(said.text()).isEmpty();
    assertThat(slot.counts().failures()).isEqualTo(1);
  }

  @Test
  void aFaultOfOurOwnIsAFailure() {
    Renewal broken =
        Renewal.kept(
            slot,
            answer -> {
              throw new IllegalStateException("t0ken");
            },
            resources,
            outage);
    broken.start();
    resources.step();
    resources.step();
    assertThat(slot.problem()).contains("IllegalStateException").doesNotContain("t0ken");
  }

  @Test
  void closedItAsksNoMore() {
    renewal.start();
    resources.step();
    renewal.close();
    resources.step();
    renewal.renew();
    assertThat(resources.next()).isNull();
    assertThat(asked).hasSize(1);
  }
}
