package io.tripline.app.config;

import io.tripline.app.cli.WrongUseException;
import io.tripline.dsl.diagnostic.DidYouMean;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
 * A file of settings: one mapping of YAML 1.2 from names to values, or to lists of values. What
 * kind a value is of, its option says; so {@code 1h}, {@code on} and {@code 010} are what is
 * written.
 */
final class ConfigFile {
  private static final long MOST_BYTES = 1 << 20;

  private final Path path;
  private final Map<String, Setting> settings;
  private final Map<String, Given> given = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private ConfigFile(Path path, List<Setting> settings) {
    this.path = path;
    this.settings = settings.stream().collect(Collectors.toMap(Setting::name, Function.identity()));
  }

  /**
   * What a file gives to settings, by their names.
   *
   * @throws WrongUseException if something in it is wrong, with each place
   * @throws IOException if it cannot be read
   */
  static Map<String, Given> read(Path path, List<Setting> settings) throws IOException {
    ConfigFile file = new ConfigFile(path, settings);
    file.read();
    if (!file.problems.isEmpty()) {
      throw new WrongUseException(
          "the file of settings is wrong\n  " + String.join("\n  ", file.problems));
    }
    return file.given;
  }

  private void read() throws IOException {
    if (Files.size(path) > MOST_BYTES) {
      problems.add(path + ": it is larger than 1MB");
      return;
    }
    LoadSettings form = LoadSettings.builder().setLabel(path.toString()).build();
    try {
      Optional<Node> root = new Compose(form).composeString(Files.readString(path));
      root.ifPresent(this::settings);
    } catch (CharacterCodingException e) {
      problems.add(path + ": it is not UTF-8");
    } catch (MarkedYamlEngineException e) {
      problem(e.getProblemMark(), "this is no YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      problem(Optional.empty(), "this is no YAML: " + e.getMessage());
    }
  }

  private void settings(Node root) {
    if (isEmpty(root)) {
      return;
    }
    if (!(root instanceof MappingNode mapping)) {
      problem(root.getStartMark(), "settings are written name: value, one in a line");
      return;
    }
    for (NodeTuple each : mapping.getValue()) {
      setting(each.getKeyNode(), each.getValueNode());
    }
  }

  private void setting(Node key, Node value) {
    String name = ((ScalarNode) key).getValue(); // others are not allowed by the parser
    Setting setting = settings.get(name);
    if (setting == null) {
      String hint = DidYouMean.hint(name, settings.keySet());
      String end = hint == null ? "" : "; " + hint;
      problem(key.getStartMark(), "there is no setting `" + name + "`" + end);
      return;
    }
    List<String> values = values(setting, value);
    if (values == null) {
      return;
    }
    Given before = given.put(name, new Given(values, place(key.getStartMark())));
    if (before != null) {
      problem(key.getStartMark(), name + " is given twice; first in " + before.from());
    }
  }

  private @Nullable List<String> values(Setting setting, Node value) {
    if (isEmpty(value)) {
      problem(
          value.getStartMark(), setting.name() + " has no value; leave it out for the usual one");
      return null;
    }
    if (value instanceof ScalarNode scalar) {
      return List.of(scalar.getValue());
    }
    if (!(value instanceof SequenceNode sequence) || !setting.takesSeveral()) {
      String several = setting.takesSeveral() ? ", or a list of them" : "";
      problem(value.getStartMark(), setting.name() + " takes one value" + several);
      return null;
    }
    List<String> values = new ArrayList<>();
    for (Node each : sequence.getValue()) {
      if (!(each instanceof ScalarNode scalar) || isEmpty(each)) {
        problem(each.getStartMark(), setting.name() + " takes a list of values");
        return null;
      }
      values.add(scalar.getValue());
    }
    return values;
  }

  private static boolean isEmpty(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private void problem(Optional<Mark> mark, String sentence) {
    problems.add(place(mark) + ": " + sentence);
  }

  private String place(Optional<Mark> mark) {
    return path + mark.map(at -> ":" + (at.getLine() + 1)).orElse("");
  }
}
