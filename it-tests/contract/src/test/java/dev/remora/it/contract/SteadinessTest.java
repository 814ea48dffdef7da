package dev.remora.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SteadinessTest {
  private static final CaseResult PASSED = CaseResult.passed("a");
  private static final CaseResult FAILED = CaseResult.failed("a", new AssertionError("first"));
  private static final CaseResult AGAIN = CaseResult.failed("a", new AssertionError("again"));

  private int mended;

  @Test
  void aCaseThatPassesIsRunOnce() throws Exception {
    assertThat(result(3, PASSED)).isEqualTo(PASSED);
    assertThat(mended).isZero();
  }

  @Test
  void aFailureThatComesBackIsAFailure() throws Exception {
    assertThat(result(3, FAILED, PASSED, PASSED, AGAIN)).isEqualTo(FAILED);
    assertThat(result(3, FAILED, AGAIN)).isEqualTo(FAILED);
  }

  @Test
  void aFailureThatDoesNotComeBackIsUnsteady() throws Exception {
    CaseResult result = result(3, FAILED, PASSED, PASSED, PASSED);

    assertThat(result.passed()).isTrue();
    assertThat(result.unsteady()).hasMessage("first");
    assertThat(mended).isEqualTo(3);
  }

  @Test
  void withoutRepetitionsEveryFailureCounts() throws Exception {
    assertThat(result(0, FAILED)).isEqualTo(FAILED);
  }

  private CaseResult result(int repetitions, CaseResult... runs) throws Exception {
    Deque<CaseResult> left = new ArrayDeque<>(List.of(runs));
    CaseResult result = new Steadiness(repetitions).result(left::pop, () -> mended++);
    assertThat(left).isEmpty();
    return result;
  }
}
