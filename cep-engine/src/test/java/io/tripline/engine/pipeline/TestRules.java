package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Severity;
import io.tripline.dsl.ir.Skip;
import io.tripline.dsl.ir.Template;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rule sets for tests, named by a text that {@link #read} makes a rule set of: names of rules, each
 * with a number or two: {@code "rising large=90 burst=3"}. The same text always means the same.
 */
final class TestRules {
  static final int ID = 0;
  static final int TIME = 1;
  static final int CARD = 2;
  static final int ACCOUNT = 3;
  static final int AMOUNT = 4;

  static final EventType PAYMENT =
      new EventType(
          "Payment",
          List.of(
              field("id", Type.Simple.STRING, false),
              field("time", Type.Simple.TIMESTAMP, false),
              field("card", Type.Simple.STRING, true),
              field("account", Type.Simple.INT, true),
              field("amount", new Type.Decimal(2), false)),
          TIME,
          ID,
          null);

  static final EventType LOGIN =
      new EventType(
          "Login",
          List.of(
              field("time", Type.Simple.TIMESTAMP, false), field("card", Type.Simple.STRING, true)),
          0,
          EventType.NO_ID,
          null);

  /** {@link #PAYMENT} as users write it. */
  static final String PAYMENT_TEXT =
      """
      event Payment {
        id      string     @id
        time    timestamp  @time
        card    string?
        account int?
        amount  decimal(2)
      }
      """;

  /** Likewise {@link #LOGIN}. */
  static final String LOGIN_TEXT =
      """
      event Login {
        time timestamp @time
        card string?
      }
      """;

  /** What {@code "conflict"} declares in place of {@link #LOGIN}. */
  private static final EventType OTHER_LOGIN =
      new EventType(
          "Login",
          List.of(
              field("time", Type.Simple.TIMESTAMP, false), field("user", Type.Simple.STRING, true)),
          0,
          EventType.NO_ID,
          null);

  private static final Place PLACE = new Place("test.trip", 1, 1, 1);
  private static final Key BY_CARD = by(List.of("card"), source(PAYMENT, CARD), source(LOGIN, 1));

  private TestRules() {}

  private static EventType.Field field(String name, Type type, boolean nullable) {
    return new EventType.Field(name, name, type, nullable, false);
  }

  private static Key by(List<String> names, Key.Source... sources) {
    return new Key(names, List.of(sources));
  }

  private static Key.Source source(EventType type, Integer... fields) {
    return new Key.Source(type, List.of(fields));
  }

  /** A rule set as users write it. */
  static RuleSet compile(String text) {
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile("rules.trip", text)));
    assertThat(compilation.hasErrors()).as("%s", compilation.diagnostics()).isFalse();
    return Objects.requireNonNull(compilation.ruleSet());
  }

  static RuleSet read(String name, String text) {
    if (text.contains("broken")) {
      throw new IllegalStateException("1:1: no such thing");
    }
    List<Rule> rules = new ArrayList<>();
    EventType login = LOGIN;
    for (String word : text.split(" ")) {
      String[] parts = word.split("[=,]");
      long[] numbers = Arrays.stream(parts).skip(1).mapToLong(Long::parseLong).toArray();
      if (parts[0].equals("conflict")) {
        login = OTHER_LOGIN;
      } else if (!parts[0].isEmpty()) {
        rules.add(rule(parts[0], numbers));
      }
    }
    rules.sort(Comparator.comparing(Rule::name));
    return new RuleSet(List.of(login, PAYMENT), rules);
  }

  private static Rule rule(String name, long[] n) {
    return switch (name) {
      // Three rising amounts of a card; logins between do not matter.
      case "rising" ->
          rule(
              name,
              BY_CARD,
              List.of(
                  variable("a", 0, PAYMENT, null),
                  variable("b", 1, PAYMENT, more(0)),
                  variable("c", 2, PAYMENT, more(1))),
              followed(0, 1, 2),
              n.length > 0 ? n[0] : 20_000,
              new Skip.PastLast(),
              -1);
      // An amount over the first number; once per the second.
      case "large" ->
          rule(
              name,
              by(List.of("account"), source(PAYMENT, ACCOUNT)),
              List.of(variable("p", 0, PAYMENT, atLeast(n[0]))),
              single(0),
              Rule.NO_BOUND,
              new Skip.PastLast(),
              n.length > 1 ? n[1] : AlertSpec.NO_LIMIT);
      // The same under another key: state and once-per start anew.
      case "largeByCard" ->
          rule(
              "large",
              by(List.of("card"), source(PAYMENT, CARD)),
              List.of(variable("p", 0, PAYMENT, atLeast(n[0]))),
              single(0),
              Rule.NO_BOUND,
              new Skip.PastLast(),
              n.length > 1 ? n[1] : AlertSpec.NO_LIMIT);
      // Any login before any payment of at least the number.
      case "takeover" ->
          rule(
              name,
              BY_CARD,
              List.of(
                  variable("login", 0, LOGIN, null), variable("pay", 1, PAYMENT, atLeast(n[0]))),
              new Pattern.Sequence(
                  List.of(single(0), single(1)),
                  List.of(Pattern.Link.of(Pattern.Arrow.FOLLOWED_BY_ANY)),
                  PLACE),
              n.length > 1 ? n[1] : 5_000,
              new Skip.None(),
              -1);
      // So many payments of one card and account.
      case "burst" ->
          rule(
              name,
              by(List.of("card", "account"), source(PAYMENT, CARD, ACCOUNT)),
              List.of(new Variable("x", 0, PAYMENT, null, true, false)),
              new Pattern.Repetition(
                  single(0),
                  (int) n[0],
                  Pattern.Repetition.UNBOUNDED,
                  Pattern.Arrow.FOLLOWED_BY,
                  Pattern.Greed.NONE,
                  List.of(),
                  PLACE),
              10_000,
              new Skip.PastLast(),
              -1);
      // Two logins next to each other, whoever they are of.
      case "all" ->
          rule(
              name,
              by(List.of(), source(LOGIN), source(PAYMENT)),
              List.of(variable("one", 0, LOGIN, null), variable("two", 1, LOGIN, null)),
              new Pattern.Sequence(
                  List.of(single(0), single(1)),
                  List.of(Pattern.Link.of(Pattern.Arrow.NEXT)),
                  PLACE),
              10_000,
              new Skip.ToNext(),
              -1);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Rule rule(
      String name,
      Key key,
      List<Variable> variables,
      Pattern pattern,
      long within,
      Skip skip,
      long oncePer) {
    Template message = new Template(List.of(new Template.Text(name.toUpperCase(Locale.ROOT))));
    AlertSpec alert = new AlertSpec(message, 50, List.of(), oncePer);
    List<Key.Source> used =
        key.sources().stream()
            .filter(
                s ->
                    variables.stream().anyMatch(v -> v.type().equals(s.type()))
                        || key.names().isEmpty())
            .toList();
    return new Rule(
        name,
        null,
        null,
        Severity.HIGH,
        List.of(),
        new Key(key.names(), used),
        variables,
        pattern,
        within,
        skip,
        Rule.DEFAULT_MATCH_LIMIT,
        alert,
        null,
        null,
        PLACE);
  }

  private static Variable variable(
      String name, int index, EventType type, @Nullable Expr condition) {
    return new Variable(name, index, type, condition, false, false);
  }

  private static Pattern single(int variable) {
    return new Pattern.Single(variable, PLACE);
  }

  private static Pattern followed(int... variables) {
    List<Pattern> parts = Arrays.stream(variables).mapToObj(TestRules::single).toList();
    List<Pattern.Link> links = new ArrayList<>();
    for (int i = 1; i < variables.length; i++) {
      links.add(Pattern.Link.of(Pattern.Arrow.FOLLOWED_BY));
    }
    return new Pattern.Sequence(parts, links, PLACE);
  }

  private static final Type MONEY = new Type.Decimal(2);

  private static Expr amount() {
    return new Expr.Field(AMOUNT, MONEY, PLACE);
  }

  private static Expr atLeast(long amount) {
    return new Expr.Comparison(
        Expr.ComparisonOp.GE, amount(), new Expr.Literal(amount, MONEY, PLACE), PLACE);
  }

  private static Expr more(int variable) {
    return new Expr.Comparison(
        Expr.ComparisonOp.GT,
        amount(),
        new Expr.VariableField(variable, AMOUNT, MONEY, PLACE),
        PLACE);
  }
}
