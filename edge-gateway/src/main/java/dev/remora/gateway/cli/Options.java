package dev.remora.gateway.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The arguments of a command: options with values, and the rest. */
final class Options {
  private final Map<String, List<String>> values = new HashMap<>();
  private final List<String> rest = new ArrayList<>();

  /** Those in {@code arguments}, of which {@code known} have a value that follows them. */
  Options(List<String> arguments, Set<String> known) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (known.contains(argument)) {
        if (i + 1 == arguments.size()) {
          throw new BadUsage(argument + " needs a value");
        }
        values.computeIfAbsent(argument, absent -> new ArrayList<>()).add(arguments.get(++i));
      } else if (argument.startsWith("-")) {
        throw new BadUsage(argument + " is no option of this command");
      } else {
        rest.add(argument);
      }
    }
  }

  /** The last value of an option. */
  String value(String option, String byDefault) {
    List<String> all = all(option);
    return all.isEmpty() ? byDefault : all.get(all.size() - 1);
  }

  /** All values of an option. */
  List<String> all(String option) {
    return values.getOrDefault(option, List.of());
  }

  /** What is no option. */
  List<String> rest() {
    return rest;
  }
}
