package dev.remora.it.contract.cell;

import java.util.List;

/**
 * A case that a client need not pass, or a {@link Capability} that it has not.
 *
 * @param subject the case's name, or the capability's key
 * @param reason why, for the people who read the table
 * @param versions labels of the versions meant; empty: all
 * @param variants the variants meant; empty: all
 * @param jdks the JDKs meant; empty: all
 */
public record ExceptionRule(
    String subject,
    String reason,
    List<String> versions,
    List<String> variants,
    List<Integer> jdks) {
  boolean covers(Cell cell) {
    return (versions.isEmpty() || versions.contains(cell.version().label()))
        && (variants.isEmpty() || variants.contains(cell.variant()))
        && (jdks.isEmpty() || jdks.contains(cell.jdk()));
  }
}
