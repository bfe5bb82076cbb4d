package io.tripline.dsl.editor;

import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.parser.RuleParser;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.Expression;
import io.tripline.dsl.syntax.RuleDeclaration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The parameters of rules, and other values for them. A value is changed where the text has it, so
 * that the text says what runs.
 */
public final class Parameters {
  private Parameters() {}

  /**
   * A parameter, as in {@code param floor = 200.00}.
   *
   * @param rule the name of its rule
   * @param value as it is written
   * @param isText whether the value is one in quotes
   * @param span of the value
   */
  public record Parameter(String rule, String name, String value, boolean isText, Span span) {
    /** {@code card_testing.floor}. */
    public String qualified() {
      return rule + "." + name;
    }
  }

  /** All of a file that can be read, in the order of the text. */
  public static List<Parameter> of(SourceFile file) {
    SourceText text = new SourceText(file.name(), file.text());
    List<Parameter> all = new ArrayList<>();
    for (RuleDeclaration rule : RuleParser.parse(file, new Diagnostics()).rules()) {
      for (Clause clause : rule.clauses()) {
        if (clause instanceof Clause.Parameter parameter) {
          all.add(parameter(text, rule, parameter));
        }
      }
    }
    return all;
  }

  private static Parameter parameter(
      SourceText text, RuleDeclaration rule, Clause.Parameter parameter) {
    Span span = text.span(parameter.value().place());
    return new Parameter(
        rule.name().text(),
        parameter.name().text(),
        text.text().substring(span.start(), span.end()),
        parameter.value() instanceof Expression.TextLiteral,
        span);
  }

  /**
   * The text with other values. They are put in as they are: what the text is then, the compiler
   * says.
   *
   * @param values as rules write them, by parameters of {@link #of}
   */
  public static String with(SourceFile file, Map<Parameter, String> values) {
    StringBuilder text = new StringBuilder(file.text());
    values.entrySet().stream()
        .sorted(Comparator.comparingInt(each -> -each.getKey().span().start()))
        .forEach(
            each -> {
              Span span = each.getKey().span();
              text.replace(span.start(), span.end(), each.getValue());
            });
    return text.toString();
  }
}
