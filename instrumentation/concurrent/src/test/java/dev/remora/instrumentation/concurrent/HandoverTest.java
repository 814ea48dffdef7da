package dev.remora.instrumentation.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.bootstrap.Current;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandoverTest {
  private final Runnable task = new Task();

  private static void giveIn(Object context, Object task) {
    Object entered = Current.enter(context);
    Handover.give(task);
    Current.leave(entered);
  }

  @AfterEach
  void nothingIsLeftOnTheThread() {
    assertThat(Current.get()).isNull();
  }

  @Test
  void isForTheNextRunAlone() {
    giveIn("a", task);
    assertThat(Handover.take(task)).isEqualTo("a");
    assertThat(Handover.take(task)).isNull();
    giveIn("b", task);
    assertThat(Handover.take(task)).isEqualTo("b");
  }

  @Test
  void whatOneRequestHandsOverTwiceIsItsOwn() {
    giveIn("a", task);
    giveIn("a", task);
    assertThat(Handover.take(task)).isEqualTo("a");
  }

  @Test
  void noRequestIsTakenForAnotherThatHandsOverTheSameObject() {
    giveIn("a", task);
    giveIn("b", task);
    assertThat(Handover.take(task)).isNull();
    assertThat(Handover.take(task)).isNull();
    // How many runs are still to come is not known, so never again.
    giveIn("c", task);
    assertThat(Handover.take(task)).isNull();
  }

  @Test
  void norForNobody() {
    Handover.give(task);
    giveIn("a", task);
    assertThat(Handover.take(task)).isNull();
    Runnable other = new Task();
    giveIn("a", other);
    Handover.give(other);
    assertThat(Handover.take(other)).isNull();
  }

  @Test
  void whatThereWasNoRoomForCanBeHandedOverAgain() {
    giveIn("a", task);
    Handover.forget(task);
    giveIn("b", task);
    assertThat(Handover.take(task)).isEqualTo("b");
  }

  @Test
  void tasksThatAreRunOnceAreNotNotedForNobody() {
    FutureTask<Object> future = new FutureTask<>(task, null);
    Handover.give(future);
    giveIn("a", future);
    assertThat(Handover.take(future)).isEqualTo("a");
  }

  @Test
  void aTaskIsWrappedOnlyWhereThereIsSomethingToCarry() {
    assertThat(Handover.carried(task)).isSameAs(task);
    List<Object> seen = new ArrayList<>();
    Object entered = Current.enter("a");
    Runnable carried = Handover.carried(() -> seen.add(Current.get()));
    Current.leave(entered);
    carried.run();
    assertThat(seen).containsExactly("a");
  }

  @Test
  void aStageKeepsItsContextHoweverOftenItIsTried() {
    Object entered = Current.enter("a");
    Handover.register(task);
    Handover.register("a stage of no executor", null);
    Current.leave(entered);
    assertThat(Handover.contextOf(task)).isEqualTo("a");
    assertThat(Handover.contextOf(task)).isEqualTo("a");
    assertThat(Handover.contextOf("a stage of no executor")).isNull();
  }

  @Test
  void aThreadComesBackToWhatItWasAt() {
    Object outer = Current.enter("outer");
    Object inner = Current.enter("inner");
    assertThat(Current.get()).isEqualTo("inner");
    Current.leave(inner);
    Current.leave(Current.enter(null));
    assertThat(Current.get()).isEqualTo("outer");
    Current.leave(outer);
  }

  private static final class Task implements Runnable {
    @Override
    public void run() {
      throw new AssertionError("not to be run");
    }
  }
}
