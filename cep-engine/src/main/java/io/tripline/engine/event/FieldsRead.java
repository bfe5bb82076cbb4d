package io.tripline.engine.event;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Feature;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Table;
import io.tripline.dsl.ir.Template;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.dsl.ir.WindowAggregate;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of events rules read: in conditions, in keys, and in what alerts say and emissions
 * hold. An event's time and id are always read.
 */
final class FieldsRead {
  /** Of one event type. */
  private record OfType(BitSet tested, BitSet keys, BitSet told) {
    OfType() {
      this(new BitSet(), new BitSet(), new BitSet());
    }
  }

  private final Map<String, OfType> types = new HashMap<>();

  /** Those that the rules of some rule sets read. */
  FieldsRead(Collection<RuleSet> ruleSets) {
    for (RuleSet ruleSet : ruleSets) {
      ruleSet.features().forEach(this::addFeature);
      ruleSet.rules().forEach(this::addRule);
      ruleSet.tables().stream()
          .map(Table::source)
          .filter(Objects::nonNull)
          .forEach(
              source -> {
                of(source.type()).told.set(source.keyField());
                source.columnFields().forEach(of(source.type()).told::set);
              });
    }
  }

  private OfType of(EventType type) {
    return types.computeIfAbsent(
        type.name(),
        name -> {
          OfType made = new OfType();
          made.told.set(type.timeField());
          if (type.idField() != EventType.NO_ID) {
            made.told.set(type.idField());
          }
          return made;
        });
  }

  private void addFeature(Feature feature) {
    addKey(feature.key());
    addWindow(feature.aggregate());
  }

  private void addKey(Key key) {
    key.sources().forEach(source -> source.fields().forEach(of(source.type()).keys::set));
  }

  private void addRule(Rule rule) {
    addKey(rule.key());
    for (Variable variable : rule.variables()) {
      if (variable.condition() != null) {
        add(rule, variable.condition(), of(variable.type()).tested);
      }
    }
    addUntils(rule, rule.pattern());
    // Bare names are met in the short form only, which has one variable.
    BitSet told = of(rule.variables().getFirst().type()).told;
    if (rule.alert() != null) {
      for (Template.Part part : rule.alert().message().parts()) {
        if (part instanceof Template.Hole(Expr expression, String format)) {
          add(rule, expression, told);
        }
      }
      rule.alert().with().forEach(named -> add(rule, named.value(), told));
    }
    if (rule.emission() != null) {
      for (@Nullable Expr value : rule.emission().values()) {
        if (value != null) {
          add(rule, value, told);
        }
      }
    }
  }

  private void addUntils(Rule rule, Pattern pattern) {
    if (pattern instanceof Pattern.Repetition repetition) {
      repetition.until().forEach(until -> add(rule, until.condition(), of(until.type()).tested));
    }
    pattern.inner().forEach(part -> addUntils(rule, part));
  }

  /**
   * All that an expression reads.
   *
   * @param bare where bare names go
   */
  private void add(Rule rule, Expr expression, BitSet bare) {
    switch (expression) {
      case Expr.Field field -> bare.set(field.field());
      case Expr.ThisField field -> bare.set(field.field());
      case Expr.FeatureValue value -> value.keyFields().forEach(bare::set);
      case Expr.Windowed windowed -> {
        addWindow(windowed.aggregate());
        if (windowed.aggregate().where() != null) {
          addSeenFrom(windowed.aggregate().where(), bare);
        }
      }
      case Expr.VariableField field ->
          of(rule.variables().get(field.variable()).type()).told.set(field.field());
      case Expr.Aggregate aggregate ->
          addArgument(
              aggregate.argument(), of(rule.variables().get(aggregate.variable()).type()).told);
      default -> expression.parts().forEach(part -> add(rule, part, bare));
    }
  }

  /** What a window reads of the events that it is over. */
  private void addWindow(WindowAggregate window) {
    addArgument(window.argument(), of(window.source()).told);
    addArgument(window.where(), of(window.source()).told);
  }

  private static void addArgument(@Nullable Expr argument, BitSet fields) {
    if (argument != null) {
      argument.walk(
          part -> {
            if (part instanceof Expr.Field field) {
              fields.set(field.field());
            }
          });
    }
  }

  /** What a window reads of the event from which it is seen. */
  private static void addSeenFrom(Expr where, BitSet fields) {
    where.walk(
        part -> {
          if (part instanceof Expr.ThisField field) {
            fields.set(field.field());
          }
        });
  }

  /**
   * The fields of a type that are read, in the order in which they best lie: first what conditions
   * compare as numbers, then the texts that they compare, then the keys, and then the others.
   */
  int[] inOrder(EventType type) {
    OfType read = of(type);
    IntStream numbers = read.tested.stream().filter(f -> !isText(type, f));
    IntStream texts = read.tested.stream().filter(f -> isText(type, f));
    IntStream others = IntStream.concat(read.keys.stream(), read.told.stream());
    return IntStream.concat(IntStream.concat(numbers, texts), others).distinct().toArray();
  }

  private static boolean isText(EventType type, int field) {
    return type.fields().get(field).type() == Type.Simple.STRING;
  }
}
