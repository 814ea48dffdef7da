package dev.remora.simulator;

import dev.remora.core.config.Balance;
import dev.remora.core.config.Config;
import dev.remora.core.config.ServiceConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Settings of a service that a scenario is run with.
 *
 * @param yaml what would stand below the service's name, in flow style: {@code balance: random}
 * @param zone where its client processes are; empty: it is not told
 * @param judged whether it must stay within the scenario's bounds; others are there to compare
 */
record Contestant(String name, String yaml, String zone, boolean judged) {
  /** One whose processes are in no zone. */
  Contestant(String name, String yaml, boolean judged) {
    this(name, yaml, "", judged);
  }

  /** No settings at all. */
  static Contestant defaults() {
    return defaults("");
  }

  /** The default policy, with other settings. */
  static Contestant defaults(String yaml) {
    return new Contestant(spelling(settings("", "").balance()) + " (default)", yaml, true);
  }

  /** Another policy, to compare. */
  static Contestant of(Balance balance) {
    return of(balance, "");
  }

  /** Another policy with other settings, to compare. */
  static Contestant of(Balance balance, String yaml) {
    String spelling = spelling(balance);
    return new Contestant(
        spelling, "balance: " + spelling + (yaml.isEmpty() ? "" : ", " + yaml), false);
  }

  /** The same for a client process in a zone. */
  Contestant in(String where) {
    return new Contestant(name, yaml, where, judged);
  }

  /** The settings, read as the agent reads them. */
  ServiceConfig settings() {
    return settings(yaml, zone);
  }

  private static ServiceConfig settings(String yaml, String zone) {
    Properties properties = new Properties();
    if (!zone.isEmpty()) {
      properties.setProperty("remora.zone", zone);
    }
    try {
      Path file = Files.createTempFile("remora", ".yaml");
      try {
        Files.writeString(file, "services: {" + ClientProcess.SERVICE + ": {" + yaml + "}}");
        return Config.load("config=" + file, properties, Map.of()).service(ClientProcess.SERVICE);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String spelling(Balance balance) {
    return balance.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
