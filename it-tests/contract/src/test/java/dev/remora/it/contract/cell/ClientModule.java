package dev.remora.it.contract.cell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What an {@code instrumentation/CLIENT/contract.yaml} says; the keys are in {@code README.md}. */
public final class ClientModule {
  private static final List<Integer> ALL_JDKS = List.of(8, 11, 17, 21, 25);

  private final String name;
  private final String driver;
  private final List<Version> versions = new ArrayList<>();
  private final List<String> variants;
  private final List<ExceptionRule> exceptions;
  private final List<ExceptionRule> inabilities;

  private ClientModule(Path file, Map<?, ?> yaml) {
    Reader reader = new Reader(file);
    reader.only(
        yaml, "", "client", "driver", "jdks", "variants", "versions", "exceptions", "cannot");
    name = reader.text(yaml, "client");
    driver = reader.text(yaml, "driver");
    variants = reader.texts(yaml, "variants");
    List<Integer> jdks = yaml.containsKey("jdks") ? reader.jdks(yaml) : ALL_JDKS;
    for (Object item : reader.list(yaml, "versions")) {
      Map<?, ?> version = reader.map(item, "versions");
      reader.only(version, "versions.", "label", "artifacts", "jdks", "variants");
      versions.add(
          new Version(
              reader.text(version, "label"),
              version.containsKey("artifacts") ? reader.texts(version, "artifacts") : List.of(),
              version.containsKey("jdks") ? reader.jdks(version) : jdks,
              version.containsKey("variants") ? reader.texts(version, "variants") : variants));
    }
    exceptions = rules(reader, yaml, "exceptions");
    inabilities = rules(reader, yaml, "cannot");
    List<String> capabilities = Stream.of(Capability.values()).map(Capability::key).toList();
    for (ExceptionRule rule : inabilities) {
      if (!capabilities.contains(rule.subject())) {
        throw reader.wrong("cannot." + rule.subject(), "is none of " + capabilities);
      }
    }
  }

  private static List<ExceptionRule> rules(Reader reader, Map<?, ?> yaml, String key) {
    List<ExceptionRule> rules = new ArrayList<>();
    if (yaml.containsKey(key)) {
      reader
          .map(yaml.get(key), key)
          .forEach(
              (subject, value) -> {
                for (Object rule : value instanceof List ? (List<?>) value : List.of(value)) {
                  rules.add(rule(reader, key, String.valueOf(subject), rule));
                }
              });
    }
    return rules;
  }

  /** Reads every {@code contract.yaml} below {@code instrumentation}, in order of their folders. */
  public static List<ClientModule> all(Path instrumentation) throws IOException {
    List<ClientModule> modules = new ArrayList<>();
    try (var folders = Files.list(instrumentation)) {
      for (Path folder : folders.sorted().toList()) {
        Path file = folder.resolve("contract.yaml");
        if (Files.exists(file)) {
          modules.add(read(file));
        }
      }
    }
    return modules;
  }

  /** Reads one file. */
  public static ClientModule read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Object yaml = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      return new ClientModule(file, new Reader(file).map(yaml, "the file"));
    }
  }

  /** The client's name in cells and tables. */
  public String name() {
    return name;
  }

  /** Class name of its {@link dev.remora.it.app.Driver}. */
  public String driver() {
    return driver;
  }

  /** Its versions, oldest first. */
  public List<Version> versions() {
    return versions;
  }

  /** The ways it is used. */
  public List<String> variants() {
    return variants;
  }

  /** The cases it, or a part of it, need not pass. */
  public List<ExceptionRule> exceptions() {
    return exceptions;
  }

  /** What of a service's resilience settings it, or a part of it, cannot do. */
  public List<ExceptionRule> inabilities() {
    return inabilities;
  }

  private static ExceptionRule rule(Reader reader, String key, String subject, Object rule) {
    if (rule instanceof String reason) {
      return new ExceptionRule(subject, reason, List.of(), List.of(), List.of());
    }
    Map<?, ?> map = reader.map(rule, key + "." + subject);
    reader.only(map, key + "." + subject + ".", "reason", "versions", "variants", "jdks");
    return new ExceptionRule(
        subject,
        reader.text(map, "reason"),
        map.containsKey("versions") ? reader.texts(map, "versions") : List.of(),
        map.containsKey("variants") ? reader.texts(map, "variants") : List.of(),
        map.containsKey("jdks") ? reader.jdks(map) : List.of());
  }

  /** Takes values out of YAML, and says where the wrong ones are. */
  private record Reader(Path file) {
    void only(Map<?, ?> map, String in, String... keys) {
      for (Object key : map.keySet()) {
        if (!List.of(keys).contains(String.valueOf(key))) {
          throw wrong(in + key, "is no key; there are " + List.of(keys));
        }
      }
    }

    Map<?, ?> map(Object value, String key) {
      if (value instanceof Map<?, ?> map) {
        return map;
      }
      throw wrong(key, "must be a map");
    }

    List<?> list(Map<?, ?> map, String key) {
      if (map.get(key) instanceof List<?> list) {
        return list;
      }
      throw wrong(key, "must be a list");
    }

    String text(Map<?, ?> map, String key) {
      if (map.get(key) instanceof String text) {
        return text;
      }
      throw wrong(key, "must be a string (in quotes, where it looks like a number)");
    }

    List<String> texts(Map<?, ?> map, String key) {
      List<String> texts = new ArrayList<>();
      for (Object item : list(map, key)) {
        if (!(item instanceof String text)) {
          throw wrong(key, "must be a list of strings");
        }
        texts.add(text);
      }
      return texts;
    }

    List<Integer> jdks(Map<?, ?> map) {
      List<Integer> jdks = new ArrayList<>();
      for (Object item : list(map, "jdks")) {
        if (!(item instanceof Integer jdk) || !ALL_JDKS.contains(jdk)) {
          throw wrong("jdks", "must be a list of numbers out of " + ALL_JDKS);
        }
        jdks.add(jdk);
      }
      return jdks;
    }

    IllegalArgumentException wrong(String key, String what) {
      return new IllegalArgumentException(file + ": " + key + " " + what);
    }
  }
}
