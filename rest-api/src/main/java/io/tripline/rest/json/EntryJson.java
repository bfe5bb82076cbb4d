package io.tripline.rest.json;

import io.tripline.dsl.ir.EventType.Field;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.alert.Value;
import io.tripline.engine.contents.EntryForm;
import io.tripline.engine.contents.ReadEntry;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Utf8;
import io.tripline.engine.explain.Wording;
import io.tripline.engine.expression.ValueReader;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists, tables and their entries as JSON, in the form in which they are uploaded, and more. */
public final class EntryJson {
  private EntryJson() {}

  /**
   * A page of entries.
   *
   * @param count how many there are in all
   * @param more whether there are some behind these
   * @param showPii whether columns are shown that are personal data
   */
  public static String page(
      EntryForm form, int count, List<ReadEntry> entries, boolean more, boolean showPii) {
    JsonText json = new JsonText(new StringBuilder(256 + 128 * entries.size()));
    json.beginObject();
    describe(form, count, json);
    json.name(form.isTable() ? "rows" : "entries").beginArray();
    entries.forEach(entry -> entry(entry, showPii, json));
    json.endArray();
    json.name("next");
    if (more) {
      json.string(AlertJson.text(value(entries.getLast(), EntryForm.KEY)));
    } else {
      json.raw("null");
    }
    return json.endObject().text();
  }

  /** Some lists or tables, without their entries. */
  public static String listing(String name, List<EntryForm> forms, List<Integer> counts) {
    JsonText json = new JsonText(new StringBuilder());
    json.beginObject().name(name).beginArray();
    for (int i = 0; i < forms.size(); i++) {
      json.beginObject();
      describe(forms.get(i), counts.get(i), json);
      json.endObject();
    }
    return json.endArray().endObject().text();
  }

  /** One entry. */
  public static String one(ReadEntry entry, boolean showPii) {
    JsonText json = new JsonText(new StringBuilder());
    entry(entry, showPii, json);
    return json.text();
  }

  private static void describe(EntryForm form, int count, JsonText json) {
    json.name("name").string(form.name());
    if (form.isTable()) {
      json.name("key").beginObject();
      json.name("name").string(form.fields().get(EntryForm.KEY).name());
      json.name("type").string(form.keyType().toString()).endObject();
      json.name("columns").beginArray();
      for (int i = 0; i < form.fields().size(); i++) {
        Field field = form.fields().get(i);
        if (form.isColumn(i)) {
          json.beginObject().name("name").string(field.name());
          json.name("type").string(field.type().toString());
          json.name("nullable").raw(Boolean.toString(field.nullable()));
          json.name("pii").raw(Boolean.toString(field.pii())).endObject();
        }
      }
      json.endArray();
    } else {
      json.name("type").string(form.keyType().toString());
    }
    json.name("count").number(count);
  }

  private static void entry(ReadEntry entry, boolean showPii, JsonText json) {
    json.beginObject();
    List<Field> fields = entry.form().fields();
    for (int i = 0; i < fields.size(); i++) {
      Value value = value(entry, i);
      json.name(fields.get(i).name());
      if (!showPii && fields.get(i).pii() && !(value instanceof Value.Null)) {
        json.string(Wording.MASKED);
      } else {
        AlertJson.value(value, json);
      }
    }
    json.name("changed_by").string(entry.by());
    json.name("changed_at");
    if (entry.changedAt() == 0) {
      json.raw("null");
    } else {
      json.string(Instant.ofEpochMilli(entry.changedAt()).toString());
    }
    json.endObject();
  }

  private static Value value(ReadEntry entry, int field) {
    Type type = entry.form().fields().get(field).type();
    EventView view = new EventView().wrap(entry.bytes(), entry.base());
    Object boxed = boxed(type, view, entry.form().layout().offset(field));
    return boxed == null ? new Value.Null() : ValueReader.of(boxed, type);
  }

  private static @Nullable Object boxed(Type type, EventView view, int offset) {
    if (type == Type.Simple.STRING) {
      Utf8 text = view.textAt(offset, new Utf8());
      return text == null ? null : text.toString();
    }
    if (type == Type.Simple.IP) {
      return view.ipAt(offset);
    }
    if (type == Type.Simple.GEO) {
      return view.geoAt(offset);
    }
    if (type == Type.Simple.DOUBLE) {
      double number = view.doubleAt(offset);
      return Double.isNaN(number) ? null : (Object) number;
    }
    long number = view.longAt(offset);
    if (number == Nulls.LONG) {
      return null;
    }
    return type == Type.Simple.BOOL ? (Object) (number == 1) : (Object) number;
  }
}
