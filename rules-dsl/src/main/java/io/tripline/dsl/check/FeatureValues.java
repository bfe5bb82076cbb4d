package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Expr.AggregateKind;
import io.tripline.dsl.ir.Feature;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.syntax.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks features where they are read: the tested event must give the feature's key. */
final class FeatureValues {
  private final Scope scope;
  private final Diagnostics diagnostics;

  FeatureValues(Scope scope, Diagnostics diagnostics) {
    this.scope = scope;
    this.diagnostics = diagnostics;
  }

  /** The value of the feature of that name, or null, which is reported. */
  @Nullable Expr value(Name name) {
    FeatureSymbol symbol = scope.symbols().ruleSet().features().use(name.text());
    EventSymbol tested = scope.tested();
    if (!new WindowedChecker(scope, diagnostics).isInPlace("a feature", name.place())
        || symbol == null
        || tested == null) {
      return null;
    }
    Feature feature = symbol.feature();
    EventType source = feature.aggregate().source();
    if (feature.aggregate().kind() == AggregateKind.SEEN && !source.equals(tested.type())) {
      diagnostics.report(
          Code.FEATURE_KEY,
          name.place(),
          "`"
              + name
              + "` looks for a value of the tested `"
              + source.name()
              + "`, but here a `"
              + tested.name()
              + "` is tested");
      return null;
    }
    List<Integer> keyFields = keyFields(symbol, tested, name);
    return keyFields == null ? null : new Expr.FeatureValue(feature, keyFields, name.place());
  }

  private @Nullable List<Integer> keyFields(FeatureSymbol symbol, EventSymbol tested, Name name) {
    Key key = symbol.feature().key();
    Optional<Key.Source> own = key.source(tested.type());
    if (own.isPresent()) {
      return own.get().fields();
    }
    if (symbol.perType()) {
      diagnostics.report(
          Code.FEATURE_KEY,
          name.place(),
          "the key of `" + name + "` does not say which field of `" + tested.name() + "` it is",
          "add `"
              + tested.name()
              + "."
              + key.names().getFirst()
              + "` to the key of the feature, or whichever field it is");
      return null;
    }
    List<Integer> fields = new ArrayList<>();
    Key.Source source = key.sources().getFirst();
    for (int part = 0; part < key.names().size(); part++) {
      Type wanted = source.type().fields().get(source.fields().get(part)).type();
      int field = field(tested, key.names().get(part), wanted, source.type(), name);
      if (field < 0) {
        return null;
      }
      fields.add(field);
    }
    return fields;
  }

  /** The field of the tested event that gives a part of the key, or −1, which is reported. */
  private int field(EventSymbol tested, String part, Type wanted, EventType source, Name name) {
    int field = tested.type().indexOf(part);
    Type type = field < 0 ? Type.Simple.NULL : Fields.type(tested, field);
    if (type.equals(wanted)) {
      return field;
    }
    if (field >= 0 && type == Type.Simple.NULL || field < 0 && tested.incomplete()) {
      return -1; // reported
    }
    diagnostics.report(
        Code.FEATURE_KEY,
        name.place(),
        field < 0
            ? "`"
                + name
                + "` is kept by `"
                + part
                + "`, which the tested `"
                + tested.name()
                + "` does not have"
            : "`"
                + name
                + "` is kept by `"
                + part
                + "`, "
                + Operators.article(wanted)
                + ", but in `"
                + tested.name()
                + "` that is "
                + Operators.article(type),
        "the feature can name the field for each type: `by "
            + source.name()
            + "."
            + part
            + ", "
            + tested.name()
            + ".…`");
    return -1;
  }
}
