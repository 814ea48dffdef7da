package dev.remora.it.contract.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which cells are run. */
public final class Matrix {
  private Matrix() {}

  /**
   * The cells of a run.
   *
   * @param full every version on every JDK; otherwise every JDK once for each variant, the oldest
   *     version on the oldest and the newest version on the newest
   * @param globs only cells whose name matches one of these, separated by commas, {@code *}
   *     standing for anything; null: all. Names are looked for in the full matrix
   */
  public static List<Cell> cells(List<ClientModule> clients, boolean full, String globs) {
    List<Cell> cells = new ArrayList<>();
    for (ClientModule client : clients) {
      for (String variant : client.variants()) {
        cells.addAll(full || globs != null ? all(client, variant) : chosen(client, variant));
      }
    }
    if (globs == null) {
      return cells;
    }
    Pattern wanted =
        Pattern.compile("(" + globs.replace(".", "\\.").replace("*", ".*").replace(",", "|") + ")");
    cells.removeIf(cell -> !wanted.matcher(cell.toString()).matches());
    return cells;
  }

  private static List<Cell> all(ClientModule client, String variant) {
    List<Cell> cells = new ArrayList<>();
    for (Version version : versions(client, variant)) {
      for (int jdk : version.jdks()) {
        cells.add(new Cell(client, version, variant, jdk));
      }
    }
    return cells;
  }

  private static List<Cell> chosen(ClientModule client, String variant) {
    TreeSet<Integer> jdks = new TreeSet<>();
    versions(client, variant).forEach(version -> jdks.addAll(version.jdks()));
    List<Cell> cells = new ArrayList<>();
    int index = 0;
    for (int jdk : jdks) {
      List<Version> fit =
          versions(client, variant).stream()
              .filter(version -> version.jdks().contains(jdk))
              .toList();
      int last = fit.size() - 1;
      Version version =
          jdk == jdks.first()
              ? fit.get(0)
              : jdk == jdks.last() ? fit.get(last) : fit.get(index % fit.size());
      cells.add(new Cell(client, version, variant, jdk));
      index++;
    }
    return cells;
  }

  private static List<Version> versions(ClientModule client, String variant) {
    return client.versions().stream()
        .filter(version -> version.variants().contains(variant))
        .toList();
  }
}
