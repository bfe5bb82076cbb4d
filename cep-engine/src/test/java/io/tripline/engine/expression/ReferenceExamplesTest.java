package io.tripline.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.function.Documented;
import io.tripline.dsl.function.Functions;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Template;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.match.Match;
import io.tripline.engine.match.Program;
import io.tripline.engine.match.RuleCounters;
import io.tripline.engine.match.RuleMatcher;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every value in the references of functions and of arithmetic, by the engine. The rule and the
 * events are those of the page of functions.
 */
class ReferenceExamplesTest {
  private static final Path FUNCTIONS = Path.of("../docs/functions.md");
  private static final Path LANGUAGE = Path.of("../docs/language.md");
  private static final Pattern VALUE = Pattern.compile("\\| `([^`]+)` \\| `?([^`|]+?)`? \\|.*");

  private final List<String> errors = new ArrayList<>();

  @TestFactory
  Stream<DynamicTest> everyExampleHasItsValue() throws IOException {
    String page = Files.readString(FUNCTIONS);
    String rules = page.substring(page.indexOf("```trip\n") + 8, page.indexOf("```\n\nover"));
    List<String[]> events =
        page.lines().filter(line -> line.matches("\\| `\\w+` \\| 20.*")).map(this::cells).toList();
    assertThat(events).hasSize(5);
    return Stream.concat(
            Functions.documented().stream().flatMap(entry -> entry.examples().stream()),
            arithmetic().stream())
        .map(
            example ->
                DynamicTest.dynamicTest(example.call(), () -> holds(rules, events, example)));
  }

  private static List<Documented.Example> arithmetic() throws IOException {
    String page = Files.readString(LANGUAGE);
    String table = page.substring(page.indexOf("<!-- values -->"), page.indexOf("## Functions"));
    List<Documented.Example> examples =
        VALUE
            .matcher(table)
            .results()
            .map(row -> new Documented.Example(row.group(1), row.group(2)))
            .toList();
    assertThat(examples).hasSizeGreaterThan(15);
    return examples;
  }

  private String[] cells(String line) {
    return line.substring(2, line.length() - 2).replace("`", "").split(" \\| ");
  }

  private void holds(String rules, List<String[]> events, Documented.Example example) {
    String source = rules.replaceAll("alert .*", "alert \"{" + example.call() + "}\"");
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile("page.trip", source)));
    // Warnings are fine: that a comparison of two literals is always true is what it shows.
    assertThat(compilation.hasErrors()).as(compilation.diagnostics().toString()).isFalse();
    RuleSet ruleSet = Objects.requireNonNull(compilation.ruleSet());
    Template.Hole hole =
        (Template.Hole) ruleSet.rules().getFirst().alert().message().parts().getFirst();
    errors.clear();
    String shown = run(ruleSet, events);
    if (example.value().startsWith("error: ")) {
      assertThat(shown).isEqualTo("null");
      assertThat(errors).containsOnly(example.value().substring("error: ".length()));
      return;
    }
    assertThat(errors).isEmpty();
    boolean quoted = hole.expression().type() == Type.Simple.STRING && !shown.equals("null");
    assertThat(quoted ? "'" + shown + "'" : shown).isEqualTo(example.value());
  }

  /** The message of the one alert. */
  private String run(RuleSet ruleSet, List<String[]> events) {
    Schema schema = Schema.of(1, List.of(ruleSet));
    RuleMatcher matcher =
        new RuleMatcher(
            Program.compile(ruleSet.rules().getFirst()), schema, 10, new Errors(), new StateHeap());
    int state = 0;
    List<Match> matches = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      EventView event = event(schema.get("Payment"), events.get(i));
      state = matcher.onEvent(state, event, i + 1, event.time(), matches::add);
    }
    assertThat(matches).hasSize(1);
    return matches.getFirst().message();
  }

  private static EventView event(EventLayout layout, String[] cells) {
    EventWriter writer = new EventWriter();
    writer.begin(layout);
    writer.setLong(at(layout, "time"), Instant.parse(cells[1]).toEpochMilli());
    writer.setLong(at(layout, "amount"), new BigDecimal(cells[2]).unscaledValue().longValueExact());
    text(writer, at(layout, "country"), cells[3]);
    if (!cells[4].equals("null")) {
      text(writer, at(layout, "device"), cells[4]);
    }
    String[] place = cells[5].split(", ");
    writer.setGeo(at(layout, "place"), Double.parseDouble(place[0]), Double.parseDouble(place[1]));
    writer.end(0, new byte[0], 0, 0);
    return new EventView().wrap(writer.bytes().clone(), 0);
  }

  private static void text(EventWriter writer, int field, String text) {
    writer.setText(field, text.toCharArray(), 0, text.length());
  }

  private static int at(EventLayout layout, String field) {
    return layout.type().indexOf(field);
  }

  private final class Errors implements RuleCounters {
    @Override
    public void evaluationError(Place place, String what) {
      errors.add(what);
    }

    @Override
    public void matchesLimited() {}

    @Override
    public void runsDropped(int count) {
      throw new AssertionError();
    }
  }
}
