package io.tripline.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in an expression of Prometheus. It reads what is in deploy/, not all of PromQL:
 * whatever it does not know is a metric, so nothing escapes it.
 */
final class Expression {
  private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*]");
  private static final Pattern MATCHERS = Pattern.compile("\\{([^}]*)}");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][\\w:]*(?!\\w)(\\s*\\()?");
  private static final Pattern LABEL = Pattern.compile("\\w+");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

  private final Set<String> metrics = new TreeSet<>();
  private final Set<String> labels = new TreeSet<>();

  private Expression() {}

  static Expression of(String text) {
    Expression expression = new Expression();
    String rest = RANGE.matcher(TEXT.matcher(text).replaceAll("")).replaceAll("");
    assertThat(rest.chars().filter(each -> each == '(').count())
        .as(text)
        .isEqualTo(rest.chars().filter(each -> each == ')').count());
    rest = expression.takeLabels(MATCHERS, 1, rest);
    rest = expression.takeLabels(GROUPING, 2, rest);
    rest = rest.replaceAll("\\b\\d[\\w.]*", "");
    Matcher names = NAME.matcher(rest);
    while (names.find()) {
      if (names.group(1) == null && !WORDS.contains(names.group())) {
        expression.metrics.add(names.group());
      }
    }
    return expression;
  }

  private String takeLabels(Pattern pattern, int group, String text) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      Matcher words = LABEL.matcher(matcher.group(group));
      while (words.find()) {
        labels.add(words.group());
      }
    }
    return pattern.matcher(text).replaceAll(" ");
  }

  /** Holds it against the page of metrics. */
  void check(MetricsPage page, String where) {
    assertThat(metrics).as(where).isNotEmpty().allMatch(page::has);
    assertThat(labels).as(where).allMatch(label -> page.hasLabel(metrics, label));
  }

  Set<String> metrics() {
    return metrics;
  }

  Set<String> labels() {
    return labels;
  }
}
