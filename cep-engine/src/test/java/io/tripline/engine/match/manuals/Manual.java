package io.tripline.engine.match.manuals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The worked examples of one manual, as {@code golden/manuals/*.txt} has them: lines of {@code key:
 * value}, of the manual, of a section ({@code == Title}) or of an example ({@code - what the manual
 * writes}). An example has what its section has, unless it says otherwise; definitions add up.
 *
 * @param name of the language
 * @param cite which manual, in which version, and where it is
 */
record Manual(String name, String cite, List<Section> sections) {
  static final Path FOLDER = Path.of("src/test/resources/golden/manuals");

  /**
   * Examples of one place of the manual.
   *
   * @param cite the place
   */
  record Section(String title, String cite, List<Example> examples) {}

  /**
   * One example.
   *
   * @param section title of its section
   * @param operator as the manual writes it
   * @param types event types, see {@link io.tripline.engine.match.example.Trial}
   * @param key the key of the rules
   * @param events the stream
   * @param definitions of the rules' variables
   * @param without variables whose events are left out where matches are compared
   * @param rule what stands for the operator here
   * @param says the matches that the manual states
   * @param gives the matches here where they are others, else null
   * @param why the code of the difference, or null
   * @param instead a rule that gives what the manual says, where {@code rule} does not, or null
   */
  record Example(
      String section,
      String operator,
      String types,
      String key,
      String events,
      List<String> definitions,
      List<String> without,
      String rule,
      String says,
      @Nullable String gives,
      @Nullable String why,
      @Nullable String instead) {}

  static Manual read(String file) throws IOException {
    Map<String, String> ofManual = new LinkedHashMap<>();
    Map<String, String> ofSection = new LinkedHashMap<>();
    Map<String, String> ofExample = new LinkedHashMap<>();
    List<Section> sections = new ArrayList<>();
    Map<String, String> at = ofManual;
    for (String line : Files.readAllLines(FOLDER.resolve(file))) {
      if (line.startsWith("== ")) {
        finish(ofSection, ofExample, sections);
        ofSection.clear();
        ofSection.put("title", line.substring(3));
        at = ofSection;
      } else if (line.startsWith("- ")) {
        finish(ofSection, ofExample, sections);
        ofExample.put("operator", line.substring(2));
        at = ofExample;
      } else if (!line.isBlank()) {
        int colon = line.indexOf(": ");
        String value = line.substring(colon + 2).strip();
        at.merge(line.substring(0, colon), value, (old, more) -> old + "\n" + more);
      }
    }
    finish(ofSection, ofExample, sections);
    return new Manual(given(ofManual, "manual"), given(ofManual, "cite"), List.copyOf(sections));
  }

  private static void finish(
      Map<String, String> ofSection, Map<String, String> ofExample, List<Section> sections) {
    if (ofExample.isEmpty()) {
      return;
    }
    String title = given(ofSection, "title");
    if (sections.isEmpty() || !sections.getLast().title.equals(title)) {
      sections.add(new Section(title, given(ofSection, "cite"), new ArrayList<>()));
    }
    UnaryOperator<String> get = key -> ofExample.getOrDefault(key, ofSection.getOrDefault(key, ""));
    List<String> definitions = new ArrayList<>(lines(ofSection.getOrDefault("define", "")));
    definitions.addAll(lines(ofExample.getOrDefault("define", "")));
    String without = get.apply("without");
    sections
        .getLast()
        .examples
        .add(
            new Example(
                title,
                given(ofExample, "operator"),
                get.apply("types"),
                get.apply("key").isEmpty() ? "none" : get.apply("key"),
                get.apply("events"),
                List.copyOf(definitions),
                without.isEmpty() ? List.of() : List.of(without.split(", *")),
                given(ofExample, "rule"),
                given(ofExample, "says"),
                ofExample.get("gives"),
                ofExample.get("why"),
                ofExample.get("instead")));
    ofExample.clear();
  }

  private static String given(Map<String, String> values, String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no " + key + ": " + values);
    }
    return value;
  }

  private static List<String> lines(String text) {
    return text.lines().toList();
  }
}
