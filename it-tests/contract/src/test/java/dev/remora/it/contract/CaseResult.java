package dev.remora.it.contract;

/**
 * How a case ended in a cell.
 *
 * @param exception why the cell is excepted from the case, or null
 * @param failure what went wrong, or null
 */
record CaseResult(String caseId, String exception, Throwable failure) {
  boolean passed() {
    return exception == null && failure == null;
  }
}
