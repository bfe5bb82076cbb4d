package io.tripline.engine.match.example;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.diagnostic.DiagnosticPrinter;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.match.Match;
import io.tripline.engine.match.reference.MatcherRun;
import io.tripline.engine.match.reference.RefEvent;
import io.tripline.engine.match.reference.ReferenceMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A rule tried on a small stream, by the reference matcher and by the engine. The rule is written
 * as {@code a -> b within 5m; skip none}: a pattern and, behind a semicolon, which matches count.
 * Without a {@code within} it has one hour. A variable of one letter needs no definition: it takes
 * the events that have this letter.
 */
public final class Trial {
  private static final Pattern LETTER = Pattern.compile("\\b[a-z]\\b");

  private final EventStream stream;
  private final List<SourceFile> files;
  private final Compilation compilation;

  /**
   * An event of the stream.
   *
   * @param clock its time, ms
   */
  public record Event(String name, long clock) {}

  /** An event and the variable that holds it. */
  public record Bound(String variable, String event) {}

  /**
   * A match.
   *
   * @param bound its events, in their order
   * @param clock when it was complete, ms
   * @param byTime whether time completed it, and not an event
   */
  public record Outcome(List<Bound> bound, long clock, boolean byTime) {
    /** The same without the events of some variables. */
    public Outcome without(List<String> variables) {
      return new Outcome(
          bound.stream().filter(b -> !variables.contains(b.variable)).toList(), clock, byTime);
    }
  }

  private Trial(EventStream stream, String source) {
    this.stream = stream;
    this.files = List.of(new SourceFile("rule.trip", source + stream.declarations()));
    this.compilation = RuleCompiler.compile(files);
  }

  /**
   * @param types see {@link EventStream}
   * @param key a field, or {@code none}
   * @param definitions of variables, one a line
   */
  public static Trial of(
      String types, String key, String events, String rule, List<String> definitions) {
    String[] parts = rule.split(";");
    String pattern = parts[0].strip();
    TreeSet<String> letters =
        LETTER
            .matcher(pattern)
            .results()
            .map(m -> m.group())
            .collect(Collectors.toCollection(TreeSet::new));
    EventStream stream = EventStream.of(types, events, String.join("", letters));
    StringBuilder source = new StringBuilder("rule r {\n  by " + key + "\n  pattern " + pattern);
    source.append(pattern.contains("within") ? "\n" : "  within 1h\n").append("  define\n");
    definitions.forEach(d -> source.append("    ").append(d).append('\n'));
    for (String letter : letters) {
      if (types.isEmpty() && definitions.stream().noneMatch(d -> d.startsWith(letter + ":"))) {
        source.append("    %1$s: %2$s where %1$s\n".formatted(letter, EventStream.ONLY_TYPE));
      }
    }
    if (parts.length > 1) {
      source.append("  after match ").append(parts[1].strip()).append('\n');
    }
    return new Trial(stream, source.append("  alert \"m\"\n}\n").toString());
  }

  /** What is wrong with the rule; nothing if it compiles. */
  public String errors() {
    List<Diagnostic> errors = compilation.hasErrors() ? compilation.diagnostics() : List.of();
    return new DiagnosticPrinter(files).print(errors);
  }

  /** The stream. */
  public List<Event> events() {
    return stream.events().stream()
        .map(e -> new Event(stream.names().get((int) e.number() - 1), e.clock()))
        .toList();
  }

  /** The text that was compiled. */
  public String text() {
    return files.getFirst().text();
  }

  /** The matches of the reference, in the order in which they are told. */
  public List<Outcome> byReference() {
    List<Outcome> outcomes = new ArrayList<>();
    for (List<RefEvent> events : byKey().values()) {
      for (ReferenceMatcher.Match match : ReferenceMatcher.match(rule(), events)) {
        List<Bound> bound =
            match.bound().stream()
                .map(b -> bound(variable(b.variable()), events.get(b.event()).number()))
                .toList();
        outcomes.add(new Outcome(bound, match.clock(), match.byTime()));
      }
    }
    return inOrder(outcomes);
  }

  /** The matches of the engine, in the order in which they are told. */
  public List<Outcome> byEngine() {
    List<Outcome> outcomes = new ArrayList<>();
    for (List<RefEvent> events : byKey().values()) {
      MatcherRun run = new MatcherRun(rule(), match -> outcomes.add(outcome(match)));
      events.forEach(run::onEvent);
      run.onTime(Long.MAX_VALUE); // the end of the input
    }
    return inOrder(outcomes);
  }

  private Outcome outcome(Match match) {
    record Numbered(long number, Bound bound) {}
    List<Numbered> bound = new ArrayList<>();
    for (Match.Binding binding : match.bindings()) {
      for (long number : binding.numbers()) {
        bound.add(new Numbered(number, bound(binding.variable(), number)));
      }
    }
    bound.sort(Comparator.comparingLong(Numbered::number));
    return new Outcome(
        bound.stream().map(Numbered::bound).toList(),
        match.clock(),
        match.completedBy() == Match.TIME);
  }

  /** Those of different keys stand in the order in which they are complete. */
  private static List<Outcome> inOrder(List<Outcome> outcomes) {
    return outcomes.stream().sorted(Comparator.comparingLong(Outcome::clock)).toList();
  }

  private Bound bound(String variable, long number) {
    return new Bound(variable, stream.names().get((int) number - 1));
  }

  private String variable(int index) {
    return rule().variables().get(index).name();
  }

  private Rule rule() {
    RuleSet ruleSet = compilation.ruleSet();
    if (ruleSet == null) {
      throw new IllegalStateException(text() + errors());
    }
    return ruleSet.rules().getFirst();
  }

  private Map<List<Long>, List<RefEvent>> byKey() {
    Map<List<Long>, List<RefEvent>> byKey = new LinkedHashMap<>();
    for (RefEvent event : stream.events()) {
      List<Long> key = key(event);
      if (key != null) {
        byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(event);
      }
    }
    return byKey;
  }

  private @Nullable List<Long> key(RefEvent event) {
    return rule().key().sources().stream()
        .filter(source -> source.type().name().equals(event.type()))
        .findFirst()
        .map(source -> source.fields().stream().map(f -> event.fields()[f]).toList())
        .orElse(null);
  }
}
