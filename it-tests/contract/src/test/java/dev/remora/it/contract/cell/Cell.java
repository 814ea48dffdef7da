package dev.remora.it.contract.cell;

import java.util.List;

/**
 * One client in one version, used in one way, on one JDK.
 *
 * @param variant how the client is used: {@code sync}, {@code async}, {@code h2}…
 */
public record Cell(ClientModule client, Version version, String variant, int jdk) {
  /** Whether its requests go to HTTP/2 endpoints: its variant's name begins with {@code h2}. */
  public boolean http2() {
    return variant.startsWith("h2");
  }

  /** Why this cell is excepted from a case, or null: it is not. */
  public String exception(String caseId) {
    return reason(client.exceptions(), caseId);
  }

  /** Why this cell has not that capability, or null: it has. */
  public String inability(Capability capability) {
    return reason(client.inabilities(), capability.key());
  }

  private String reason(List<ExceptionRule> rules, String subject) {
    for (ExceptionRule rule : rules) {
      if (rule.subject().equals(subject) && rule.covers(this)) {
        return rule.reason();
      }
    }
    return null;
  }

  /** {@code client:version:variant:jdk}. */
  @Override
  public String toString() {
    return client.name() + ":" + version.label() + ":" + variant + ":" + jdk;
  }
}
