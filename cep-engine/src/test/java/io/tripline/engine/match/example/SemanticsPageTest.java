package io.tripline.engine.match.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.match.example.Picture.Row;
import io.tripline.engine.match.example.Trial.Outcome;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * {@code docs/semantics.md} and its pictures are made of {@code golden/semantics/page.md}. There, a
 * line {@code picture NAME: RULE} stands for a picture of what the rule selects on the stream of
 * the page, and {@code candidates NAME: RULE} for one that also shows what {@code after match}
 * rules out. With {@code -Dgolden.update=true} page and pictures are written anew.
 */
class SemanticsPageTest {
  private static final Path TEMPLATE = Path.of("src/test/resources/golden/semantics/page.md");
  private static final Path PAGE = Path.of("../docs/semantics.md");
  private static final Path PICTURES = Path.of("../docs/pictures");
  private static final Pattern STREAM = Pattern.compile("(?m)^stream: (.*)\n");
  private static final Pattern PICTURE =
      Pattern.compile("(?m)^(picture|candidates) ([a-z-]+): (.*)$");
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  @Test
  void pageAndPicturesShowWhatTheRulesSelect() throws IOException {
    String template = Files.readString(TEMPLATE);
    Matcher found = STREAM.matcher(template);
    assertThat(found.find()).isTrue();
    String stream = found.group(1);
    Map<String, String> drawings = new LinkedHashMap<>();
    String page =
        PICTURE
            .matcher(found.replaceAll("Times are minutes: `" + stream + "`.\n"))
            .replaceAll(
                line -> {
                  String name = line.group(2);
                  boolean all = line.group(1).equals("candidates");
                  Picture picture = picture(stream, line.group(3), all);
                  String title = "What " + line.group(3) + " selects";
                  assertThat(drawings.put(name + ".svg", picture.svg(title))).as(name).isNull();
                  String shown =
                      """
                      ![%s](pictures/%s.svg)

                      ```text
                      %s```\
                      """
                          .formatted(picture.description(), name, picture.text());
                  return Matcher.quoteReplacement(shown);
                });
    assertThat(drawings).hasSizeGreaterThan(20);
    holds(PAGE, "<!-- Written by SemanticsPageTest of cep-engine/" + TEMPLATE + ". -->\n\n" + page);
    for (Map.Entry<String, String> drawing : drawings.entrySet()) {
      isDrawing(drawing.getValue());
      holds(PICTURES.resolve(drawing.getKey()), drawing.getValue());
    }
    nothingIsLeftOver(drawings);
  }

  /** Well-formed, and with a name and a description for those who do not see it. */
  private static void isDrawing(String svg) throws IOException {
    try {
      Element root =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(svg)))
              .getDocumentElement();
      assertThat(root.getTagName()).isEqualTo("svg");
      assertThat(root.getAttribute("role")).isEqualTo("img");
      for (String part : root.getAttribute("aria-labelledby").split(" ")) {
        assertThat(svg).containsOnlyOnce(" id=\"" + part + "\"");
      }
    } catch (ParserConfigurationException | SAXException e) {
      throw new AssertionError(svg, e);
    }
  }

  private static Picture picture(String stream, String rule, boolean all) {
    Trial trial = trial(stream, rule);
    List<Outcome> matches = trial.byReference();
    assertThat(trial.byEngine()).as(trial.text()).isEqualTo(matches);
    List<Outcome> candidates =
        all ? trial(stream, rule.replaceFirst(";.*", "; skip none")).byReference() : matches;
    assertThat(candidates).containsAll(matches);
    List<Row> rows = candidates.stream().map(c -> new Row(c, matches.contains(c))).toList();
    return new Picture(rule, trial.events(), rows);
  }

  private static Trial trial(String stream, String rule) {
    Trial trial = Trial.of("", "none", stream, rule, List.of());
    assertThat(trial.errors()).as(trial.text()).isEmpty();
    return trial;
  }

  private static void nothingIsLeftOver(Map<String, String> drawings) throws IOException {
    List<Path> leftOver = new ArrayList<>();
    try (Stream<Path> files = Files.list(PICTURES)) {
      files.filter(f -> !drawings.containsKey(f.getFileName().toString())).forEach(leftOver::add);
    }
    if (UPDATE) {
      for (Path file : leftOver) {
        Files.delete(file);
      }
    } else {
      assertThat(leftOver).isEmpty();
    }
  }

  private static void holds(Path file, String expected) throws IOException {
    if (UPDATE) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, expected);
    } else {
      assertThat(file).exists();
      assertThat(Files.readString(file)).isEqualTo(expected);
    }
  }
}
