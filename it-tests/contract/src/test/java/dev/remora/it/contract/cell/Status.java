package dev.remora.it.contract.cell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What {@code status} shows of the agent.
 *
 * @param text as it is shown; empty without an agent
 */
public record Status(String text) {
  private static final List<String> HEADER =
      List.of(
          "SERVICE",
          "BALANCE",
          "ENDPOINT",
          "WEIGHT",
          "ZONE",
          "TAGS",
          "PICKS",
          "IN FLIGHT",
          "FAILURES",
          "CONNECT FAILURES",
          "OUT");

  /** An endpoint of a service. */
  public record Row(
      String service, long picks, int inFlight, int failures, int connectFailures, String out) {}

  /** The endpoints of a service that was called. */
  public List<Row> of(String service) {
    List<Row> rows = new ArrayList<>();
    int[] columns = null;
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("SERVICE ")) {
        columns = columns(line);
      } else if (columns != null && line.startsWith(service + " ")) {
        String[] cells = cells(line, columns);
        if (!cells[HEADER.indexOf("PICKS")].isEmpty()) {
          rows.add(row(cells));
        }
      }
    }
    return rows;
  }

  private static Row row(String[] cells) {
    return new Row(
        cells[0],
        Long.parseLong(cells[HEADER.indexOf("PICKS")]),
        Integer.parseInt(cells[HEADER.indexOf("IN FLIGHT")]),
        Integer.parseInt(cells[HEADER.indexOf("FAILURES")]),
        Integer.parseInt(cells[HEADER.indexOf("CONNECT FAILURES")]),
        cells[HEADER.indexOf("OUT")]);
  }

  private static int[] columns(String header) {
    int[] columns = new int[HEADER.size()];
    int at = 0;
    for (int i = 0; i < columns.length; i++) {
      at = header.indexOf(HEADER.get(i), at);
      if (at < 0) {
        throw new IllegalArgumentException("no " + HEADER.get(i) + " in: " + header);
      }
      columns[i] = at;
      at += HEADER.get(i).length();
    }
    return columns;
  }

  private static String[] cells(String line, int[] columns) {
    String[] cells = new String[columns.length];
    Arrays.fill(cells, "");
    for (int i = 0; i < columns.length && columns[i] < line.length(); i++) {
      int end = i + 1 < columns.length ? Math.min(columns[i + 1], line.length()) : line.length();
      cells[i] = line.substring(columns[i], end).trim();
    }
    return cells;
  }
}
