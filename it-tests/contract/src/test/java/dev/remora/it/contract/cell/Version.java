package dev.remora.it.contract.cell;

import java.util.List;

/**
 * One version of a client.
 *
 * @param label its name in cells and tables, for example {@code 4.12.1}
 * @param artifacts what an application depends on to have it, {@code group:artifact:version} each
 * @param jdks the JDKs it runs on
 * @param variants the ways it can be used
 */
public record Version(
    String label, List<String> artifacts, List<Integer> jdks, List<String> variants) {}
