package io.signetmail.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// One value of the file that knows where it stands, so that whatever is wrong with it can say so.
record PolicyNode(String source, String key, Node node) {
  /// A value quoted in a message is cut here.
  private static final int QUOTED = 60;

  BadPolicy bad(String what) {
    int line = node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
    return new BadPolicy(
        source + " line " + line + (key.isEmpty() ? "" : ", " + key) + ": " + what);
  }

  /// The entries of a mapping, all of whose keys are known.
  Map<String, PolicyNode> fields(Set<String> known) throws BadPolicy {
    var fields = entries();
    for (var field : fields.entrySet()) {
      if (!known.contains(field.getKey())) {
        throw field
            .getValue()
            .bad("unknown key, known are: " + String.join(", ", new TreeSet<>(known)));
      }
    }
    return fields;
  }

  /// The entries of a mapping.
  Map<String, PolicyNode> entries() throws BadPolicy {
    if (!(node instanceof MappingNode mapping)) {
      throw bad("keys with values are expected here");
    }
    Map<String, PolicyNode> entries = new LinkedHashMap<>();
    for (var tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
        throw bad("a key must be plain text");
      }
      var path = key.isEmpty() ? name.getValue() : key + "." + name.getValue();
      // The key's line is where a person looks.
      var value = new PolicyNode(source, path, tuple.getValueNode());
      if (entries.putIfAbsent(name.getValue(), value) != null) {
        throw new PolicyNode(source, path, name).bad("this key is there twice");
      }
    }
    return entries;
  }

  /// The items of a list; one value alone is a list of one.
  List<PolicyNode> items() throws BadPolicy {
    if (!(node instanceof SequenceNode sequence)) {
      if (node instanceof ScalarNode) {
        return List.of(this);
      }
      throw bad("a list is expected here");
    }
    var items = new ArrayList<PolicyNode>();
    for (var item : sequence.getValue()) {
      items.add(new PolicyNode(source, key + "[" + items.size() + "]", item));
    }
    return items;
  }

  boolean isText() {
    return node instanceof ScalarNode;
  }

  /// Plain text.
  String text() throws BadPolicy {
    if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
      throw bad("a value is expected here");
    }
    return scalar.getValue().strip();
  }

  /// Text that has to mean something.
  <T> T parsed(Meaning<T> meaning, String expected) throws BadPolicy {
    var text = text();
    return meaning
        .of(text)
        .orElseThrow(() ->
            bad("'" + text.substring(0, Math.min(QUOTED, text.length())) + "' is no " + expected));
  }

  /// Reads text; empty when it means nothing.
  interface Meaning<T> {
    Optional<T> of(String text);
  }
}
