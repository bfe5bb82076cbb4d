package io.tripline.benchmarks;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it takes to check a rule set, from the text to the typed rules, by the number of its rules:
 * the demo's rules again and again under other names. How to run it: {@code docs/performance.md}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class CheckBenchmark {
  private static final Path DEMO = Path.of("examples/demo");
  private static final Pattern RULE =
      Pattern.compile("(?ms)^(?:///[^\n]*\n)*rule (\\w+) \\{.*?^}\n");
  private static final Pattern ANY_DECLARATION = Pattern.compile("(?ms)^event .*?^}\n");

  @Param({"250", "500", "1000", "2000"})
  private int rules;

  private List<SourceFile> files = List.of();

  /** Makes the rule set: one file of events, and files of a hundred rules each. */
  @Setup
  public void makeRules() throws IOException {
    StringBuilder events = new StringBuilder();
    List<String> demo = new ArrayList<>();
    try (Stream<Path> paths = Files.list(DEMO)) {
      for (Path path : paths.filter(p -> p.toString().endsWith(".trip")).sorted().toList()) {
        String text = Files.readString(path);
        ANY_DECLARATION.matcher(text).results().forEach(m -> events.append(m.group()));
        RULE.matcher(text).results().forEach(m -> demo.add(m.group()));
      }
    }
    List<SourceFile> made = new ArrayList<>();
    made.add(new SourceFile("events.trip", events.toString()));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rules; i++) {
      Matcher rule = RULE.matcher(demo.get(i % demo.size()));
      if (!rule.matches()) {
        throw new IllegalStateException("no rule: " + demo.get(i % demo.size()));
      }
      text.append(rule.group(), 0, rule.end(1)).append('_').append(i);
      text.append(rule.group().substring(rule.end(1)));
      if (i % 100 == 99 || i == rules - 1) {
        made.add(new SourceFile("rules" + made.size() + ".trip", text.toString()));
        text.setLength(0);
      }
    }
    files = made;
    if (check().ruleSet() == null) {
      throw new IllegalStateException("the demo's rules are wrong: " + check().diagnostics());
    }
  }

  /** From text to rules. */
  @Benchmark
  public Compilation check() {
    return RuleCompiler.compile(files);
  }
}
