package io.tripline.dsl.check;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Where an expression stands, and so what it can speak of.
 *
 * @param tested the event that bare names are fields of; null if there is none, or its type is
 *     unknown
 * @param own the variable whose event that is; null if there is none
 * @param reached the variables that can be named; null for all
 */
record Scope(
    Kind kind,
    RuleSymbols symbols,
    @Nullable EventSymbol tested,
    @Nullable VariableSymbol own,
    @Nullable BitSet reached) {

  /** The kinds of place. */
  enum Kind {
    /** The condition of a variable. */
    CONDITION,
    /** The condition that ends a loop. */
    UNTIL,
    /** The alert. */
    ALERT,
    /** The argument of an aggregate. */
    AGGREGATE,
    /** The argument of {@code prev}. */
    PREV,
    /** The argument of an aggregate over a window. */
    WINDOW,
    /** Its {@code where}, which can speak of the tested event too. */
    WINDOW_WHERE,
    /** The argument of a feature's aggregate. */
    FEATURE,
    /** Its {@code where}. */
    FEATURE_WHERE
  }

  /** The condition of a variable. */
  static Scope condition(RuleSymbols symbols, VariableSymbol own, BitSet reached) {
    return new Scope(Kind.CONDITION, symbols, own.event(), own, reached);
  }

  /** The condition that ends a loop, for events of one type. */
  static Scope until(RuleSymbols symbols, EventSymbol tested, BitSet reached) {
    return new Scope(Kind.UNTIL, symbols, tested, null, reached);
  }

  /**
   * The alert of a rule.
   *
   * @param only the one variable of the short form, whose fields need no prefix
   */
  static Scope alert(RuleSymbols symbols, @Nullable VariableSymbol only) {
    return new Scope(Kind.ALERT, symbols, only == null ? null : only.event(), only, null);
  }

  /** The argument of an aggregate over a variable. */
  Scope aggregate(VariableSymbol covered) {
    return new Scope(Kind.AGGREGATE, symbols, covered.event(), covered, null);
  }

  /** The argument of {@code prev}. */
  Scope prev(VariableSymbol covered) {
    return new Scope(Kind.PREV, symbols, covered.event(), covered, null);
  }

  /**
   * Inside of an aggregate over a window of events of the tested type.
   *
   * @param where whether in its {@code where}
   */
  Scope window(boolean where) {
    return new Scope(where ? Kind.WINDOW_WHERE : Kind.WINDOW, symbols, tested, null, null);
  }

  /**
   * Inside of the aggregate of a feature.
   *
   * @param where whether in its {@code where}
   */
  static Scope feature(RuleSymbols symbols, EventSymbol source, boolean where) {
    return new Scope(where ? Kind.FEATURE_WHERE : Kind.FEATURE, symbols, source, null, null);
  }

  /** Whether a bare name can be a field. */
  boolean hasBareFields() {
    return kind != Kind.AGGREGATE && kind != Kind.FEATURE && (kind != Kind.ALERT || own != null);
  }

  /** Whether an event is tested, from which windows and features can be seen. */
  boolean hasTestedEvent() {
    return kind == Kind.CONDITION || kind == Kind.UNTIL || kind == Kind.ALERT && own != null;
  }

  /** Whether it is inside of an aggregate over a window, or of a feature. */
  boolean isInWindow() {
    return kind == Kind.WINDOW || kind == Kind.WINDOW_WHERE || isInFeature();
  }

  boolean isInFeature() {
    return kind == Kind.FEATURE || kind == Kind.FEATURE_WHERE;
  }

  /** Whether aggregates over variables can stand here. */
  boolean hasAggregates() {
    return kind == Kind.CONDITION || kind == Kind.UNTIL || kind == Kind.ALERT;
  }

  /** Whether nothing can be said of bare names, because their event type is unknown. */
  boolean isUnknown() {
    return hasBareFields() && (tested == null || tested.incomplete());
  }

  /** The field of the event that bare names speak of. */
  Expr field(int field, Type type, Place place) {
    return kind == Kind.ALERT && own != null
        ? new Expr.VariableField(own.index(), field, type, place)
        : new Expr.Field(field, type, place);
  }
}
