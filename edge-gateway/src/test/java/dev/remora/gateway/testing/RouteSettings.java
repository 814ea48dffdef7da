package dev.remora.gateway.testing;

import dev.remora.core.config.Problems;
import dev.remora.core.config.Yaml;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.route.RoutePlan;
import dev.remora.gateway.route.Routes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the settings of routes as the gateway does, of a file called {@code gateway.yaml}. */
public final class RouteSettings {
  private RouteSettings() {}

  /** The routes. */
  public static List<RoutePlan> plans(String yaml) {
    return read(yaml, Problems.first());
  }

  /** All that is wrong, a line each. */
  public static List<String> problems(String yaml) {
    Problems problems = Problems.all();
    read(yaml, problems);
    return problems.lines();
  }

  private static List<RoutePlan> read(String yaml, Problems problems) {
    byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
    Section top = new Section(Yaml.parse("gateway.yaml", bytes, problems), "", problems);
    Section defaults = top.section("defaults");
    List<RoutePlan> plans = Routes.read(top, defaults);
    defaults.end();
    top.end();
    return plans;
  }
}
