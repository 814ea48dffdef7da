package dev.remora.it.contract;

import java.util.concurrent.Callable;

/**
 * Tells what fails from what failed once. Cases measure time, or meet a race of the client's own,
 * on a machine that others use too: a case that fails, and then passes each time it is repeated, is
 * unsteady.
 *
 * @param repetitions how often a case that failed is repeated; with 0 every failure counts
 */
record Steadiness(int repetitions) {

  /** Runs a case, and again where it fails, each time after {@code mend}. */
  CaseResult result(Callable<CaseResult> run, Mending mend) throws Exception {
    CaseResult first = run.call();
    if (first.failure() == null || repetitions == 0) {
      return first;
    }
    for (int i = 0; i < repetitions; i++) {
      mend.mend();
      if (run.call().failure() != null) {
        return first;
      }
    }
    return CaseResult.unsteady(first.caseId(), first.failure());
  }

  /** Brings the processes back that a failed case may have left ended. */
  interface Mending {
    void mend() throws Exception;
  }
}
