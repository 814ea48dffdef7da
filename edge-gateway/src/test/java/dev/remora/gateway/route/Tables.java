package dev.remora.gateway.route;

import dev.remora.core.config.Problems;
import dev.remora.core.config.Yaml;
import dev.remora.core.config.YamlNode;
import dev.remora.gateway.config.Section;
import dev.remora.gateway.filter.Parts;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes tables of settings, as the gateway does. */
final class Tables {
  private Tables() {}

  static RouteTable of(String yaml) {
    return RouteTable.of(plans(yaml, Problems.first()), new Parts(null, null, null));
  }

  static List<String> problems(String yaml) {
    Problems problems = Problems.all();
    plans(yaml, problems);
    return problems.lines();
  }

  private static List<RoutePlan> plans(String yaml, Problems problems) {
    YamlNode root = Yaml.parse("gateway.yaml", yaml.getBytes(StandardCharsets.UTF_8), problems);
    Section top = new Section(root, "", problems);
    Section defaults = top.section("defaults");
    List<RoutePlan> plans = Routes.read(top, defaults);
    defaults.end();
    top.end();
    return plans;
  }
}
