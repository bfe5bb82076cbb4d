package io.tripline.dsl.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The event that a rule makes when it matches. Its expressions see every variable of the match.
 *
 * @param values one for each field of the type, of the field's type; null where the rule gives
 *     none: then the field is null, or, for the id and the time, given by the engine
 */
public record Emission(EventType type, List<@Nullable Expr> values, Place place) {
  public Emission {
    values = Collections.unmodifiableList(new ArrayList<>(values)); // List.copyOf takes no null
  }
}
