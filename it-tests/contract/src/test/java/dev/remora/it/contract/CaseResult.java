package dev.remora.it.contract;

/**
 * How a case ended in a cell.
 *
 * @param exception why the cell is excepted from the case, or null
 * @param failure what went wrong, or null
 * @param unsteady what went wrong the first time and not when the case was repeated, or null
 */
record CaseResult(String caseId, String exception, Throwable failure, Throwable unsteady) {
  static CaseResult passed(String caseId) {
    return new CaseResult(caseId, null, null, null);
  }

  static CaseResult excepted(String caseId, String exception) {
    return new CaseResult(caseId, exception, null, null);
  }

  static CaseResult failed(String caseId, Throwable failure) {
    return new CaseResult(caseId, null, failure, null);
  }

  static CaseResult unsteady(String caseId, Throwable first) {
    return new CaseResult(caseId, null, null, first);
  }

  boolean passed() {
    return exception == null && failure == null;
  }
}
