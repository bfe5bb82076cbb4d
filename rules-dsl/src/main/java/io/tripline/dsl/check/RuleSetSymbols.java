package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.ir.ValueList;
import io.tripline.dsl.syntax.Name;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the declarations of a rule set give to its rules.
 *
 * @param unreadable whether there may be more declarations than can be read
 * @param eventUnreadable whether one of them may be of an event type
 */
record RuleSetSymbols(
    Map<String, EventSymbol> events,
    Declarations<ValueList> lists,
    Declarations<TableSymbol> tables,
    Declarations<FeatureSymbol> features,
    boolean unreadable,
    boolean eventUnreadable) {

  /** The event type of that name, or null, which is reported. */
  @Nullable EventSymbol event(Name name, Diagnostics diagnostics) {
    EventSymbol symbol = events.get(name.text());
    if (symbol == null && !eventUnreadable) {
      diagnostics.report(
          Code.UNKNOWN_EVENT_TYPE,
          name.place(),
          "there is no event type `" + name + "`",
          DidYouMean.hint(name.text(), events.keySet()));
    }
    return symbol;
  }

  /** What a name is declared as, if it is no event type, as a sentence says it; else null. */
  @Nullable String kindOf(String name) {
    if (lists.has(name)) {
      return "a list";
    }
    if (tables.has(name)) {
      return "a table";
    }
    return features.has(name) ? "a feature" : null;
  }
}
