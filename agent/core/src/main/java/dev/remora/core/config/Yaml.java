package dev.remora.core.config;

import java.io.ByteArrayInputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads YAML into {@link YamlNode}s. The one class that knows the parser, so that a process without
 * a YAML file never loads it; no object is ever constructed from a tag.
 */
public final class Yaml {
  /** Those that plain values have by themselves. */
  private static final List<Tag> TAGS =
      Arrays.asList(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP);

  private final String label;
  private final Problems problems;

  private Yaml(String label, Problems problems) {
    this.label = label;
    this.problems = problems;
  }

  /**
   * The one document in {@code content}, which is UTF-8 (or UTF-16 with a byte order mark).
   *
   * @param label the file's name as the operator wrote it
   * @return null when the file is empty, and after a problem
   */
  public static YamlNode parse(String label, byte[] content, Problems problems) {
    return new Yaml(label, problems).parse(content);
  }

  private YamlNode parse(byte[] content) {
    LoadSettings settings = LoadSettings.builder().setLabel(label).setUseMarks(true).build();
    try {
      Optional<Node> root =
          new Compose(settings).composeInputStream(new ByteArrayInputStream(content));
      return root.isPresent() ? convert(root.get()) : null;
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark();
      String place = mark.isPresent() ? place(mark) : label;
      problems.add(place + ": is not YAML: " + oneLine(e.getProblem()));
    } catch (YamlEngineException e) {
      boolean bytes = e.getCause() instanceof CharacterCodingException;
      problems.add(
          label + ": is not YAML: " + (bytes ? "it is not UTF-8" : oneLine(e.getMessage())));
    } catch (StackOverflowError e) {
      problems.add(label + ": is nested too deeply");
    }
    return null;
  }

  private YamlNode convert(Node node) {
    String place = place(node.getStartMark());
    if (node.getAnchor().isPresent()) {
      // An alias may point to what holds it, or multiply itself: nothing here needs one.
      problems.add(place + ": anchors and aliases are not allowed; allowed: plain values");
      return YamlNode.scalar(place, "");
    }
    if (!TAGS.contains(node.getTag())) {
      problems.add(place + ": tags are not allowed; allowed: plain values");
      return YamlNode.scalar(place, "");
    }
    if (node instanceof ScalarNode) {
      return YamlNode.scalar(place, ((ScalarNode) node).getValue());
    }
    if (node instanceof SequenceNode) {
      List<YamlNode> items = new ArrayList<>();
      for (Node item : ((SequenceNode) node).getValue()) {
        items.add(convert(item));
      }
      return YamlNode.sequence(place, items);
    }
    Map<String, String> seen = new HashMap<>();
    List<YamlNode.Entry> entries = new ArrayList<>();
    for (NodeTuple tuple : ((MappingNode) node).getValue()) {
      String keyPlace = place(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode)) {
        problems.add(keyPlace + ": a key must be a text; allowed: key: value");
        continue;
      }
      String key = ((ScalarNode) tuple.getKeyNode()).getValue();
      String before = seen.put(key, keyPlace);
      if (before != null) {
        problems.add(keyPlace + ": " + key + ": is already set at " + before + "; allowed: once");
        continue;
      }
      entries.add(new YamlNode.Entry(keyPlace, key, convert(tuple.getValueNode())));
    }
    return YamlNode.mapping(place, entries);
  }

  private String place(Optional<Mark> mark) {
    return mark.isPresent()
        ? label + ":" + (mark.get().getLine() + 1) + ":" + (mark.get().getColumn() + 1)
        : label;
  }

  private static String oneLine(String message) {
    return message == null ? "" : message.trim().replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }
}
