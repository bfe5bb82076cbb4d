package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.function.AggregateFunction;
import io.tripline.dsl.ir.Expr.AggregateKind;
import io.tripline.dsl.ir.Feature;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.WindowAggregate;
import io.tripline.dsl.syntax.Expression;
import io.tripline.dsl.syntax.FeatureDeclaration;
import io.tripline.dsl.syntax.Name;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks the declaration of a feature: one aggregate over the events of one type. */
final class FeatureChecker {
  private final FeatureDeclaration feature;
  private final RuleSetSymbols ruleSet;
  private final Diagnostics diagnostics;

  private FeatureChecker(
      FeatureDeclaration feature, RuleSetSymbols ruleSet, Diagnostics diagnostics) {
    this.feature = feature;
    this.ruleSet = ruleSet;
    this.diagnostics = diagnostics;
  }

  /** The feature, or null if it is wrong, which is reported. */
  static @Nullable FeatureSymbol check(
      FeatureDeclaration feature, RuleSetSymbols ruleSet, Diagnostics diagnostics) {
    return new FeatureChecker(feature, ruleSet, diagnostics).check();
  }

  private @Nullable FeatureSymbol check() {
    Expression.Call call = call();
    Optional<AggregateFunction> function =
        call == null ? Optional.empty() : AggregateFunction.find(call.function().text());
    EventSymbol source = call == null ? null : source(call);
    Key key =
        new KeyChecker(ruleSet, diagnostics)
            .check(feature.key(), source == null ? null : List.of(source));
    if (call == null || function.isEmpty() || source == null) {
      return null;
    }
    List<Expression> arguments = call.arguments();
    if (arguments.size() == 1 && isBare(arguments.getFirst(), source.name())) {
      if (function.get().kind() != AggregateKind.COUNT) {
        return bad(
            arguments.getFirst().place(),
            "`" + function.get().name() + "` needs a field of `" + source.name() + "`",
            "write `" + source.name() + "." + source.fieldNames().getFirst() + "`, or another one");
      }
      arguments = List.of();
    }
    RuleSymbols symbols =
        new RuleSymbols(
            ruleSet, new Parameters(diagnostics), Map.of(), null, new UnusedDefinitions(), false);
    WindowAggregate aggregate =
        new WindowAggregateChecker(
                source.type(),
                Scope.feature(symbols, source, false),
                Scope.feature(symbols, source, true),
                diagnostics)
            .check(function.get(), call, arguments, feature.window());
    if (aggregate == null || key == null) {
      return null;
    }
    Name name = feature.name();
    return new FeatureSymbol(
        new Feature(name.text(), feature.doc(), aggregate, key, name.place()), isPerType());
  }

  private boolean isPerType() {
    return feature.key().items().stream()
        .flatMap(i -> i.parts().stream())
        .anyMatch(p -> p.type() != null);
  }

  /** The call of an aggregate that the feature is, or null, which is reported. */
  private Expression.@Nullable Call call() {
    Expression written = feature.aggregate();
    if (written instanceof Expression.Broken) {
      return null;
    }
    if (!(written instanceof Expression.Call call)
        || AggregateFunction.find(call.function().text()).isEmpty()) {
      boolean[] has = new boolean[1];
      Expressions.walk(
          written,
          e ->
              has[0] |=
                  e instanceof Expression.Call c
                      && AggregateFunction.find(c.function().text()).isPresent());
      bad(
          written.place(),
          "a feature is one aggregate over the events of one type",
          has[0]
              ? "a rule that uses it can compute with it"
              : "such as `avg(Payment.amount where approved)` or `count(Payment)`");
      return null;
    }
    if (call.window() != null) {
      bad(
          call.window().place(),
          "the window of a feature stands behind its key",
          "write `by key over 10m`");
      return null;
    }
    return call;
  }

  // ---- the event type

  /** The one event type that the feature is over, or null, which is reported. */
  private @Nullable EventSymbol source(Expression.Call call) {
    Map<String, Name> types = new LinkedHashMap<>();
    Map<String, Name> others = new LinkedHashMap<>();
    Map<String, Name> bare = new LinkedHashMap<>();
    for (Expression argument : call.arguments()) {
      Expressions.walk(
          argument,
          e -> {
            if (e instanceof Expression.Member m) {
              (isType(m.owner()) ? types : others).putIfAbsent(m.owner().text(), m.owner());
            } else if (e instanceof Expression.Bare(Name name)) {
              bare.putIfAbsent(name.text(), name);
            }
          });
    }
    if (call.arguments().size() == 1
        && call.arguments().getFirst() instanceof Expression.Bare(Name name)
        && isType(name)) {
      types.put(name.text(), name);
    }
    if (types.size() > 1) {
      bad(
          call.place(),
          "a feature is over the events of one type, not of "
              + String.join(" and ", types.keySet().stream().map(t -> "`" + t + "`").toList()),
          "two features can be compared where a rule uses them");
      return null;
    }
    if (types.size() == 1) {
      return ruleSet.events().get(types.keySet().iterator().next());
    }
    others.remove("this");
    if (!others.isEmpty()) {
      ruleSet.event(others.values().iterator().next(), diagnostics);
    } else if (!ruleSet.unreadable()) {
      reportNoType(call, bare);
    }
    return null;
  }

  private void reportNoType(Expression.Call call, Map<String, Name> bare) {
    for (EventSymbol event : ruleSet.events().values()) {
      for (Name name : bare.values()) {
        if (event.type().indexOf(name.text()) >= 0) {
          bad(
              name.place(),
              "a feature says of which events it is: `" + name + "` alone does not",
              "write `" + event.name() + "." + name + "`");
          return;
        }
      }
    }
    if (!bare.isEmpty()) {
      ruleSet.event(bare.values().iterator().next(), diagnostics);
      return;
    }
    bad(
        call.place(),
        "this does not say of which events the feature is",
        "name the event type in the argument, as in `count(Payment)` or `avg(Payment.amount)`");
  }

  private boolean isType(Name name) {
    return ruleSet.events().containsKey(name.text());
  }

  private static boolean isBare(Expression expression, String name) {
    return expression instanceof Expression.Bare(Name written) && written.text().equals(name);
  }

  private <T> @Nullable T bad(Place place, String message, String hint) {
    diagnostics.report(Code.BAD_FEATURE, place, message, hint);
    return null;
  }
}
