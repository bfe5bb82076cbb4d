package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.syntax.Name;

/** Finds the fields of events. */
final class Fields {
  private Fields() {}

  /**
   * The index of a field whose type is known, or −1, which is reported: here if the event type does
   * not have it.
   */
  static int find(EventSymbol event, Name name, Diagnostics diagnostics) {
    int field = event.type().indexOf(name.text());
    if (field < 0 && !event.incomplete()) {
      diagnostics.report(
          Code.UNKNOWN_FIELD,
          name.place(),
          "`" + event.name() + "` has no field `" + name + "`",
          DidYouMean.hint(name.text(), event.fieldNames()));
    }
    return field >= 0 && type(event, field) == Type.Simple.NULL ? -1 : field;
  }

  static Type type(EventSymbol event, int field) {
    return event.type().fields().get(field).type();
  }
}
