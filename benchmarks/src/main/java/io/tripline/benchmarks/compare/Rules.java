package io.tripline.benchmarks.compare;

import io.tripline.benchmarks.workload.Payment;
import io.tripline.benchmarks.workload.RuleSpec;
import io.tripline.benchmarks.workload.RuleSpec.Comparison;
import io.tripline.benchmarks.workload.RuleSpec.Field;
import io.tripline.benchmarks.workload.RuleSpec.Number;
import io.tripline.benchmarks.workload.Wording;
import io.tripline.benchmarks.workload.Workload;
import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.RuleSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The rule sets of the comparison in our own language. */
public final class Rules {
  /** Matches of one event, where every match is wanted. */
  private static final int LIMIT = 1_000;

  /** R5, and one more rule with many alerts. */
  public static final String LATENCY = "latency";

  /** The declaration of payments, for rules beside those of a part. */
  public static final String PAYMENT = resource("payment.trip").text();

  private static final Wording WORDING =
      new Wording() {
        @Override
        public String name(Field field) {
          return field == Field.CENTS ? "amount" : super.name(field);
        }

        @Override
        protected String sign(Comparison comparison) {
          return " " + comparison.sign() + " ";
        }

        @Override
        protected String number(Number number) {
          String compared = name(number.field()) + sign(number.comparison());
          return switch (number.field()) {
            case APPROVED -> number.value() == 1 ? "approved" : "not approved";
            case CHANNEL -> compared + Payment.channelName((int) number.value());
            case CENTS -> compared + money(number.value());
            default -> super.number(number);
          };
        }
      };

  private Rules() {}

  /** The rules of a part. */
  public static RuleSet of(String part) {
    List<SourceFile> files = new ArrayList<>();
    if (Workload.Window.is(part)) {
      files.add(new SourceFile("w.trip", window(Workload.Window.of(part))));
    } else {
      files.add(resource("payment.trip"));
      switch (part) {
        case "R1" -> files.add(resource("r1.trip"));
        case "R5" -> {
          files.add(resource("r1.trip"));
          files.add(resource("r5.trip"));
        }
        case LATENCY -> {
          files.add(resource("r1.trip"));
          files.add(resource("r5.trip"));
          files.add(resource("latency.trip"));
        }
        default -> files.add(new SourceFile("families.trip", text(Workload.families(part))));
      }
    }
    Compilation compilation = RuleCompiler.compile(files);
    return Objects.requireNonNull(
        compilation.ruleSet(), () -> compilation.diagnostics().toString());
  }

  private static SourceFile resource(String name) {
    try (InputStream in = Objects.requireNonNull(Rules.class.getResourceAsStream(name), name)) {
      return new SourceFile(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String window(Workload.Window window) {
    boolean loop = window.pattern().isLoop();
    return """
    event Signal { time timestamp @time
      kind int }
    rule w {
      by none
      pattern %s  within %dms
      define
        a: Signal where kind = 0
        %sc: Signal where kind = 2
      %s
      alert "w"
    }
    """
        .formatted(
            window.pattern().text(),
            window.events(),
            loop ? "" : "b: Signal where kind = 1\n",
            window.pattern().isAll() ? "after match skip none limit " + LIMIT : "");
  }

  /** Rules given as data, in the language. */
  static String text(List<RuleSpec> rules) {
    return String.join("\n", texts(rules));
  }

  /** Each of them by itself. */
  public static List<String> texts(List<RuleSpec> rules) {
    return rules.stream().map(Rules::text).toList();
  }

  private static String text(RuleSpec rule) {
    StringBuilder text = new StringBuilder();
    int steps = rule.steps().size();
    List<String> variables = new ArrayList<>();
    List<String> definitions = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      String variable = "e" + i;
      variables.add(variable);
      definitions.add(
          "    " + variable + ": Payment where " + WORDING.step(rule.steps().get(i), " and "));
    }
    return text.append("rule ")
        .append(rule.name())
        .append(" {\n  severity medium\n  by ")
        .append(WORDING.name(rule.key()))
        .append("\n  pattern ")
        .append(String.join(" -> ", variables))
        .append("  within ")
        .append(rule.withinMillis())
        .append("ms\n  define\n")
        .append(String.join("\n", definitions))
        .append("\n  alert \"")
        .append(rule.name())
        .append("\"\n}\n")
        .toString();
  }

  private static String money(long cents) {
    return "%d.%02d".formatted(cents / 100, cents % 100);
  }
}
