package dev.remora.javaagent;

import dev.remora.core.MeshStatus;
import dev.remora.core.resilience.Spans;
import java.util.ArrayList;
import java.util.List;

/** The mesh's status as a table for a terminal. */
final class StatusTable {
  private static final String[] HEADER = {
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
    "OUT"
  };

  private StatusTable() {}

  static String of(MeshStatus status) {
    StringBuilder out = new StringBuilder();
    out.append("routing   ").append(status.enabled() ? "enabled" : "disabled").append('\n');
    for (MeshStatus.Registry registry : status.registries()) {
      out.append("registry  ").append(registry(registry)).append('\n');
    }
    if (status.configFile() != null) {
      out.append("config    ").append(status.configFile());
      if (status.configProblem() != null) {
        out.append(", refused: ").append(status.configProblem());
      }
      out.append('\n');
    }
    String telemetry = status.telemetry();
    out.append("telemetry ").append(telemetry == null ? "off" : telemetry).append('\n');
    List<String[]> rows = new ArrayList<>();
    rows.add(HEADER);
    for (MeshStatus.Service service : status.services()) {
      addRows(rows, service);
    }
    out.append('\n');
    append(out, rows);
    for (MeshStatus.Service service : status.services()) {
      for (String guard : service.guards()) {
        out.append(service.name()).append(": ").append(guard).append('\n');
      }
      if (service.token() != null) {
        out.append(service.name()).append(": token ").append(service.token()).append('\n');
      }
    }
    return out.toString();
  }

  private static String registry(MeshStatus.Registry registry) {
    switch (registry.state()) {
      case UP:
        return registry.name() + ", up" + lastAnswer(registry);
      case DOWN:
        return registry.name()
            + ", down"
            + lastAnswer(registry)
            + ", last known endpoints are in use: "
            + registry.outage();
      default:
        return registry.name() + ", no answer yet";
    }
  }

  private static String lastAnswer(MeshStatus.Registry registry) {
    return registry.lastAnswerNanos() < 0
        ? ""
        : ", last answer " + Spans.text(registry.lastAnswerNanos()) + " ago";
  }

  private static void addRows(List<String[]> rows, MeshStatus.Service service) {
    if (service.endpoints().isEmpty()) {
      String why =
          !service.called()
              ? "not called yet"
              : service.answered() ? "none healthy" : "no answer yet";
      rows.add(
          new String[] {service.name(), service.balance(), why, "", "", "", "", "", "", "", ""});
    }
    for (MeshStatus.Endpoint endpoint : service.endpoints()) {
      rows.add(
          new String[] {
            service.name(),
            service.balance(),
            (endpoint.address().indexOf(':') < 0
                    ? endpoint.address()
                    : "[" + endpoint.address() + "]")
                + ":"
                + endpoint.port(),
            Integer.toString(endpoint.weight()),
            endpoint.zone(),
            String.join(",", endpoint.tags()),
            Long.toString(endpoint.picks()),
            Integer.toString(endpoint.inFlight()),
            Long.toString(endpoint.failures()),
            Long.toString(endpoint.connectFailures()),
            endpoint.out()
          });
    }
  }

  private static void append(StringBuilder out, List<String[]> rows) {
    int[] widths = new int[HEADER.length];
    for (String[] row : rows) {
      for (int column = 0; column < row.length; column++) {
        widths[column] = Math.max(widths[column], row[column].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.length; column++) {
        line.append(row[column]);
        for (int i = row[column].length(); i < widths[column] + 2; i++) {
          line.append(' ');
        }
      }
      out.append(line.toString().replaceAll(" +$", "")).append('\n');
    }
  }
}
