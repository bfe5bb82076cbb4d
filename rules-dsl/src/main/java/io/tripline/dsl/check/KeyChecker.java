package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.syntax.KeyTree;
import io.tripline.dsl.syntax.Name;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the key: {@code by card} holds for every type of the rule's input, {@code by Payment.card,
 * CardBlocked.pan} names it for each of them.
 */
final class KeyChecker {
  private final RuleSetSymbols symbols;
  private final Diagnostics diagnostics;

  KeyChecker(RuleSetSymbols symbols, Diagnostics diagnostics) {
    this.symbols = symbols;
    this.diagnostics = diagnostics;
  }

  /**
   * The key.
   *
   * @param events the types of the rule's variables; null where one is unknown, so that nothing can
   *     be said of all of them
   */
  @Nullable Key check(KeyTree key, @Nullable List<EventSymbol> events) {
    if (key.items().isEmpty()) {
      return events == null
          ? null
          : new Key(
              List.of(), events.stream().map(e -> new Key.Source(e.type(), List.of())).toList());
    }
    boolean typed = key.items().getFirst().parts().getFirst().type() != null;
    for (KeyTree.Item item : key.items()) {
      for (KeyTree.Part part : item.parts()) {
        if ((part.type() != null) != typed) {
          return form(
              part.field().place(),
              "a key names the event type at all of its fields or at none",
              "such as `by Payment.card, CardBlocked.pan`");
        }
      }
    }
    return typed ? perType(key, events) : same(key, events);
  }

  // ---- by card, by (card, merchant)

  private @Nullable Key same(KeyTree key, @Nullable List<EventSymbol> events) {
    if (key.items().size() > 1) {
      List<String> fields =
          key.items().stream().flatMap(i -> i.parts().stream()).map(p -> p.field().text()).toList();
      return form(
          key.items().get(1).place(),
          "a key of several fields stands in parentheses",
          "write `by (" + String.join(", ", fields) + ")`");
    }
    if (events == null) {
      return null;
    }
    List<Name> names = key.items().getFirst().parts().stream().map(KeyTree.Part::field).toList();
    Map<EventSymbol, List<Name>> sources = new LinkedHashMap<>();
    events.forEach(event -> sources.put(event, names));
    return key(sources);
  }

  // ---- by Payment.card, CardBlocked.pan

  private @Nullable Key perType(KeyTree key, @Nullable List<EventSymbol> events) {
    Map<EventSymbol, List<Name>> sources = new LinkedHashMap<>();
    boolean good = true;
    int size = key.items().getFirst().parts().size();
    for (KeyTree.Item item : key.items()) {
      @Nullable EventSymbol event = typeOf(item);
      if (event == null) {
        good = false;
      } else if (sources.containsKey(event)) {
        form(item.place(), "the key of `" + event.name() + "` is given twice", null);
        good = false;
      } else if (item.parts().size() != size) {
        form(
            item.place(),
            "the key has "
                + size
                + (size == 1 ? " part" : " parts")
                + " at first, and "
                + item.parts().size()
                + " here",
            null);
        good = false;
      } else {
        sources.put(event, item.parts().stream().map(KeyTree.Part::field).toList());
      }
    }
    if (!good || events == null) {
      return null;
    }
    for (EventSymbol event : events) {
      if (!sources.containsKey(event)) {
        diagnostics.report(
            Code.KEY_FIELD_MISSING,
            key.place(),
            "the key does not say which field of `" + event.name() + "` it is",
            "add `"
                + event.name()
                + "."
                + key.items().getFirst().parts().getFirst().field()
                + "`, or whichever field it is");
        good = false;
      }
    }
    return good ? key(sources) : null;
  }

  private @Nullable EventSymbol typeOf(KeyTree.Item item) {
    Name first = item.parts().getFirst().type();
    if (first == null) {
      return null;
    }
    for (KeyTree.Part part : item.parts()) {
      if (part.type() != null && !part.type().text().equals(first.text())) {
        form(
            part.type().place(),
            "the fields in these parentheses belong to one event type",
            "for another type, write a second pair of parentheses");
        return null;
      }
    }
    return symbols.event(first, diagnostics);
  }

  // ---- the parts

  private @Nullable Key key(Map<EventSymbol, List<Name>> sources) {
    List<Key.Source> checked = new ArrayList<>();
    boolean good = true;
    for (Map.Entry<EventSymbol, List<Name>> source : sources.entrySet()) {
      List<Integer> fields = new ArrayList<>();
      for (Name name : source.getValue()) {
        Integer field = field(source.getKey(), name);
        good &= field != null;
        fields.add(field == null ? -1 : field);
      }
      checked.add(new Key.Source(source.getKey().type(), fields));
    }
    if (!good || !agree(checked, sources.values())) {
      return null;
    }
    List<String> names = sources.values().iterator().next().stream().map(Name::text).toList();
    return new Key(names, checked);
  }

  /** What can stand behind {@code by}. */
  private static List<String> keyNames(EventSymbol event) {
    List<String> names = new ArrayList<>(event.fieldNames());
    names.add("none");
    return names;
  }

  private @Nullable Integer field(EventSymbol event, Name name) {
    int field = event.type().indexOf(name.text());
    if (field < 0) {
      if (!event.incomplete()) {
        diagnostics.report(
            Code.KEY_FIELD_MISSING,
            name.place(),
            "`" + event.name() + "` has no field `" + name + "`, so it cannot give the key",
            DidYouMean.hint(name.text(), keyNames(event)));
      }
      return null;
    }
    Type type = event.type().fields().get(field).type();
    if (type == Type.Simple.NULL) {
      return null;
    }
    if (type == Type.Simple.GEO || type == Type.Simple.DOUBLE) {
      diagnostics.report(
          Code.KEY_TYPE,
          name.place(),
          "`" + name + "` is " + Operators.article(type) + ", which cannot be a key");
      return null;
    }
    return field;
  }

  private boolean agree(List<Key.Source> sources, Iterable<List<Name>> names) {
    Key.Source first = sources.getFirst();
    int index = 0;
    for (List<Name> parts : names) {
      Key.Source source = sources.get(index++);
      for (int part = 0; part < parts.size(); part++) {
        Type type = type(source, part);
        if (!type.equals(type(first, part))) {
          diagnostics.report(
              Code.KEY_TYPES_DIFFER,
              parts.get(part).place(),
              "this part of the key is "
                  + Operators.article(type(first, part))
                  + " in `"
                  + first.type().name()
                  + "` and "
                  + Operators.article(type)
                  + " in `"
                  + source.type().name()
                  + "`");
          return false;
        }
      }
    }
    return true;
  }

  private static Type type(Key.Source source, int part) {
    return source.type().fields().get(source.fields().get(part)).type();
  }

  private @Nullable Key form(Place place, String message, @Nullable String hint) {
    diagnostics.report(Code.KEY_FORM, place, message, hint);
    return null;
  }
}
