package dev.remora.it.contract.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which cells are run. */
public final class Matrix {
  /** How much of the matrix of versions and JDKs is run for each variant of a client. */
  public enum Extent {
    /**
     * The oldest version on the oldest JDK and the newest on the newest; and for a client's first
     * variant a version from the middle on a JDK between, which is another one from client to
     * client.
     */
    EDGES,

    /** Every JDK once, from the oldest version on the oldest to the newest on the newest. */
    JDKS,

    /** Every version on every JDK. */
    FULL;

    /**
     * The extent that a system property spells.
     *
     * @param name in lower case; null: the edges
     */
    public static Extent of(String name) {
      if (name == null) {
        return EDGES;
      }
      for (Extent extent : values()) {
        if (extent.name().equalsIgnoreCase(name)) {
          return extent;
        }
      }
      throw new IllegalArgumentException(
          "-Dmatrix=" + name + " is not known; allowed: edges, jdks, full");
    }
  }

  private Matrix() {}

  /**
   * The cells of a run.
   *
   * @param globs only cells whose name matches one of these, separated by commas, {@code *}
   *     standing for anything; null: all. Names are looked for in the full matrix
   */
  public static List<Cell> cells(List<ClientModule> clients, Extent extent, String globs) {
    List<Cell> cells = new ArrayList<>();
    int turn = -1;
    for (ClientModule client : clients) {
      turn++;
      for (String variant : client.variants()) {
        if (extent == Extent.FULL || globs != null) {
          cells.addAll(all(client, variant));
        } else if (extent == Extent.JDKS) {
          cells.addAll(everyJdk(client, variant));
        } else {
          cells.addAll(edges(client, variant, turn));
        }
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

  private static List<Cell> everyJdk(ClientModule client, String variant) {
    List<Integer> jdks = jdks(client, variant);
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < jdks.size(); i++) {
      cells.add(cell(client, variant, jdks.get(i), i, Math.max(1, jdks.size() - 1)));
    }
    return cells;
  }

  private static List<Cell> edges(ClientModule client, String variant, int turn) {
    List<Integer> jdks = jdks(client, variant);
    int last = jdks.size() - 1;
    List<Cell> cells = new ArrayList<>();
    cells.add(cell(client, variant, jdks.get(0), 0, 2));
    if (last > 1 && variant.equals(client.variants().get(0))) {
      cells.add(cell(client, variant, jdks.get(1 + turn % (last - 1)), 1, 2));
    }
    if (last > 0) {
      cells.add(cell(client, variant, jdks.get(last), 2, 2));
    }
    return cells;
  }

  /** Of the versions that run on {@code jdk} the one at {@code part} of {@code parts}. */
  private static Cell cell(ClientModule client, String variant, int jdk, int part, int parts) {
    List<Version> fit =
        versions(client, variant).stream().filter(version -> version.jdks().contains(jdk)).toList();
    int nearest = (int) Math.round((double) part * (fit.size() - 1) / parts);
    return new Cell(client, fit.get(nearest), variant, jdk);
  }

  private static List<Integer> jdks(ClientModule client, String variant) {
    TreeSet<Integer> jdks = new TreeSet<>();
    versions(client, variant).forEach(version -> jdks.addAll(version.jdks()));
    return List.copyOf(jdks);
  }

  private static List<Version> versions(ClientModule client, String variant) {
    return client.versions().stream()
        .filter(version -> version.variants().contains(variant))
        .toList();
  }
}
