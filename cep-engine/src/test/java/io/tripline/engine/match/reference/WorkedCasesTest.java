package io.tripline.engine.match.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Cases worked out by hand from the language reference; both the engine and the reference matcher
 * must give them. An event is written as the variables it satisfies ({@code x}: none), one a
 * second, or with its second ({@code a@5}). A match is written as each variable with the positions
 * of its events.
 */
class WorkedCasesTest {
  private static final String VARIABLES = "abcd";

  @ParameterizedTest(name = "{0} : {1} : {2}")
  @CsvSource(
      delimiter = ':',
      textBlock =
          """
          # the three arrows
          a -> b within 1h                    : a x b b             : a[0] b[2]
          a => b within 1h                    : a b                 : a[0] b[1]
          a => b within 1h                    : a x b               :
          a ~> b within 1h; skip none         : a b x b             : a[0] b[1]; a[0] b[3]
          a -> b within 1h; skip none         : a b x b             : a[0] b[1]
          a -> b within 1h; skip none         : a a b               : a[0] b[2]; a[1] b[2]
          a -> b within 1h                    : a a b               : a[0] b[2]
          # time: inclusive at both ends of within
          a -> b within 3s                    : a@0 b@3             : a[0] b[1]
          a -> b within 3s                    : a@0 b@4             :
          a -> b within 3s                    : a@0 a@2 b@5         : a[1] b[2]
          a => b within 1s                    : a@0 b@0             : a[0] b[1]
          # alternatives: the arrow speaks of both
          a -> (b | c) within 1h; skip none   : a b c               : a[0] b[1] c[]
          a -> (b | c) within 1h; skip none   : a c b               : a[0] b[] c[1]
          a ~> (b | c) within 1h; skip none   : a b c               : a[0] b[1] c[]; a[0] b[] c[2]
          a -> (b | c) within 1h; skip none   : a bc                : a[0] b[1] c[]; a[0] b[] c[1]
          a -> (b | c) within 1h              : a bc                : a[0] b[1] c[]
          a -> b | c within 1h                : c a b               : a[] b[] c[0]; a[1] b[2] c[]
          # optional parts
          a -> b? -> c within 1h              : a b c               : a[0] b[1] c[2]
          a -> b? -> c within 1h; skip none   : a b c               : a[0] b[1] c[2]; a[0] b[] c[2]
          a => b? -> c within 1h              : a x c               : a[0] b[] c[2]
          a -> b? => c within 1h              : a x c               :
          a -> (b? -> c) within 1h; skip none : a b c               : a[0] b[1] c[2]; a[0] b[] c[2]
          a? -> b within 1h; skip none        : a b                 : a[0] b[1]; a[] b[1]
          # repetitions
          a{3} within 1h                      : a x a a a           : a[0,2,3]
          a{3} within 1h; skip to next        : a a a a             : a[0,1,2]; a[1,2,3]
          a{2,3} -> b within 1h               : a a a a b           : a[0,1,2] b[4]
          a{2,3} -> b within 1h; skip none    : a a a b             : a[0,1,2] b[3]; a[0,1] b[3]; a[1,2] b[3]
          a{2,} -> b within 1h                : a a a a b           : a[0,1,2,3] b[4]
          a+ -> b within 1h                   : a x a b             : a[0,2] b[3]
          a* -> b within 1h                   : b a b               : a[] b[0]; a[1] b[2]
          a{,2} -> b within 1h; skip none     : a a b               : a[0,1] b[2]; a[0] b[2]; a[1] b[2]; a[] b[2]
          a{2} consecutive within 1h          : a x a a             : a[2,3]
          a{2} any within 1h; skip none       : a a a               : a[0,1]; a[0,2]; a[1,2]
          a{5,} within 1h                     : a a a a a a         : a[0,1,2,3,4]
          # greedy, reluctant, until
          a+ greedy -> b within 1h            : a ab b              : a[0,1] b[2]
          a+ greedy -> b within 1h            : a a ab              :
          a+ -> b within 1h                   : a ab b              : a[0] b[1]
          a{1,2} greedy -> b within 1h        : a a ab              : a[0,1] b[2]
          a+ consecutive greedy -> b within 1h : a x ab             : a[0] b[2]
          a* greedy -> b within 1h; skip none : ab b                : a[0] b[1]; a[] b[1]
          a+ reluctant -> b within 1h         : a a ab ab           : a[0,1] b[2]
          a+ reluctant -> b within 1h; skip none : a ab b           : a[0] b[1]; a[1] b[2]
          a+ until c = 1 -> b within 1h       : a a c a b           : a[0,1] b[4]
          a+ until c = 1 -> b within 1h; skip none : a ac b         : a[0] b[2]
          a+ until c = 1 -> b within 1h       : a a bc              : a[0,1] b[2]
          a{2,} until c = 1 -> b within 1h    : a c a b             :
          # groups
          (a -> b){2} within 1h               : a b a b             : a[0,2] b[1,3]
          (a => b){2} consecutive within 1h   : a b x a b a b       : a[3,5] b[4,6]
          (a | b){3} within 1h                : a b a               : a[0,2] b[1]
          (a -> b)+ -> c within 1h            : a b a b c           : a[0,2] b[1,3] c[4]
          (a? -> b?){2} within 1h             : a b                 : a[0] b[1]
          (a+)+ -> b within 1h; skip none     : a a b               : a[0,1] b[2]; a[0] b[2]; a[1] b[2]
          # one variable at two places
          a -> b -> a within 1h               : a b a               : a[0,2] b[1]
          # after match
          a -> b -> c within 1h; skip to first b : a b a b c        : a[0] b[1] c[4]; a[2] b[3] c[4]
          a ~> b within 1h; skip to last b    : a ab b              : a[0] b[1]; a[1] b[2]
          a ~> b within 1h; skip to next      : a b b               : a[0] b[1]
          a -> b within 1h; skip to next      : a a b               : a[0] b[2]; a[1] b[2]
          a{2} within 1h; skip past last      : a a a a             : a[0,1]; a[2,3]
          a{2} within 1h; skip to last a      : a a a               : a[0,1]; a[1,2]
          """)
  void aCaseWorkedByHand(String pattern, String stream, String expected) {
    Rule rule = rule(pattern);
    List<RefEvent> events = events(stream);
    List<String> matches =
        expected == null
            ? List.of()
            : Arrays.stream(expected.split(";")).map(String::strip).toList();
    assertThat(reference(rule, events)).as("reference").isEqualTo(matches);
    assertThat(engine(rule, events)).as("engine").isEqualTo(matches);
  }

  private static Rule rule(String text) {
    String[] parts = text.split(";");
    StringBuilder source = new StringBuilder("event E {\n  time timestamp @time\n");
    VARIABLES.chars().forEach(v -> source.append("  ").append((char) v).append(" int\n"));
    source.append("}\nrule r {\n  by none\n  pattern ").append(parts[0]).append("\n  define\n");
    String pattern = parts[0].substring(0, parts[0].indexOf("within"));
    VARIABLES
        .chars()
        .filter(
            v ->
                pattern.replaceAll("until . = 1|any|greedy|reluctant|consecutive", "").indexOf(v)
                    >= 0)
        .forEach(v -> source.append(String.format("    %c: E where %c = 1%n", v, v)));
    if (parts.length > 1) {
      source.append("  after match ").append(parts[1].strip()).append('\n');
    }
    source.append("  alert \"m\"\n}\n");
    Compilation compilation =
        RuleCompiler.compile(List.of(new SourceFile("case.trip", source.toString())));
    RuleSet ruleSet = compilation.runnable();
    assertThat(compilation.hasErrors()).as(compilation.diagnostics() + "\n" + source).isFalse();
    return Objects.requireNonNull(ruleSet).rules().getFirst();
  }

  private static List<RefEvent> events(String stream) {
    List<RefEvent> events = new ArrayList<>();
    for (String word : stream.strip().split("\\s+")) {
      String[] parts = word.split("@");
      long second = parts.length > 1 ? Long.parseLong(parts[1]) : events.size();
      long[] fields = new long[VARIABLES.length() + 1];
      fields[0] = second * 1000;
      for (int v = 0; v < VARIABLES.length(); v++) {
        fields[v + 1] = parts[0].indexOf(VARIABLES.charAt(v)) >= 0 ? 1 : 0;
      }
      events.add(new RefEvent(events.size() + 1, "E", second * 1000, fields));
    }
    return events;
  }

  private static List<String> reference(Rule rule, List<RefEvent> events) {
    List<String> lines = new ArrayList<>();
    for (List<ReferenceMatcher.Bound> match : ReferenceMatcher.match(rule, events)) {
      List<String> bindings = new ArrayList<>();
      for (Variable v : sorted(rule)) {
        String positions =
            match.stream()
                .filter(b -> b.variable() == v.index())
                .map(b -> Integer.toString(b.event()))
                .collect(Collectors.joining(","));
        bindings.add(v.name() + "[" + positions + "]");
      }
      lines.add(String.join(" ", bindings));
    }
    return lines;
  }

  private static List<Variable> sorted(Rule rule) {
    return rule.variables().stream().sorted(Comparator.comparing(Variable::name)).toList();
  }

  private static List<String> engine(Rule rule, List<RefEvent> events) {
    List<String> lines = new ArrayList<>();
    MatcherRun run =
        new MatcherRun(
            rule,
            match -> {
              List<String> bindings = new ArrayList<>();
              for (Variable v : sorted(rule)) {
                String positions =
                    match.bindings().get(v.index()).numbers().stream()
                        .map(n -> Long.toString(n - 1))
                        .collect(Collectors.joining(","));
                bindings.add(v.name() + "[" + positions + "]");
              }
              lines.add(String.join(" ", bindings));
            });
    events.forEach(run::onEvent);
    return lines;
  }
}
