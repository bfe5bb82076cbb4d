package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.syntax.Name;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the declarations of a rule set give to its rules.
 *
 * @param planned names of declarations that cannot be used yet
 * @param unreadable whether there may be more declarations than can be read
 */
record RuleSetSymbols(Map<String, EventSymbol> events, List<String> planned, boolean unreadable) {

  /** The event type of that name, or null, which is reported. */
  @Nullable EventSymbol event(Name name, Diagnostics diagnostics) {
    EventSymbol symbol = events.get(name.text());
    if (symbol == null && !unreadable) {
      diagnostics.report(
          Code.UNKNOWN_EVENT_TYPE,
          name.place(),
          "there is no event type `" + name + "`",
          DidYouMean.hint(name.text(), events.keySet()));
    }
    return symbol;
  }
}
