package io.tripline.engine.ruletest;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.RuleTest;
import io.tripline.dsl.ir.RuleTest.GivenEvent;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.contents.Change;
import io.tripline.engine.contents.EntryForm;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.pipeline.RehearsalSession;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the events that a test gives, as a source would. */
final class GivenEvents {
  private static final byte[] NOTHING = {};

  private GivenEvents() {}

  static EventWriter written(List<GivenEvent> events, Schema schema) {
    EventWriter writer = new EventWriter(false);
    for (GivenEvent event : events) {
      EventLayout layout = schema.get(event.type().name());
      writer.begin(layout);
      List<EventType.Field> fields = event.type().fields();
      for (int i = 0; i < fields.size(); i++) {
        set(writer, i, fields.get(i).type(), event.values().get(i));
      }
      writer.end(0, NOTHING, 0, 0);
    }
    return writer;
  }

  /** Gives a session all that the test gives, in its order, to the end of the input. */
  static void play(RuleTest test, EventWriter events, RehearsalSession session) {
    EventView view = new EventView().wrap(events.bytes(), 0);
    int given = 0;
    for (RuleTest.Contents contents : test.world()) {
      int from = view.base();
      int count = contents.beforeEvent() - given;
      for (int i = 0; i < count; i++) {
        view.next();
      }
      session.onEvents(events, from, count);
      given += count;
      session.change(change(contents));
    }
    session.onEvents(events, view.base(), test.events().size() - given);
    session.endOfInput();
  }

  private static Change change(RuleTest.Contents contents) {
    return switch (contents) {
      case RuleTest.Contents.OfList list -> {
        Change change = new Change(EntryForm.of(list.list()), true);
        list.values().forEach(value -> add(change, value, List.of()));
        yield change;
      }
      case RuleTest.Contents.OfTable table -> {
        Change change = new Change(EntryForm.of(table.table()), true);
        table.rows().forEach(row -> add(change, row.key(), row.values()));
        yield change;
      }
    };
  }

  private static void add(Change change, Object key, List<@Nullable Object> columns) {
    EntryForm form = change.form();
    EventWriter entry = change.entry();
    entry.begin(form.layout());
    set(entry, EntryForm.KEY, form.keyType(), key);
    for (int i = 0; i < columns.size(); i++) {
      int field = EntryForm.fieldOf(i);
      set(entry, field, form.fields().get(field).type(), columns.get(i));
    }
    entry.end(0, NOTHING, 0, 0);
    change.add();
  }

  private static void set(EventWriter writer, int field, Type type, @Nullable Object value) {
    switch (value) {
      case null -> {} // as it is
      case String text -> writer.setText(field, text.toCharArray(), 0, text.length());
      case Boolean bool -> writer.setBool(field, bool);
      case Double number -> writer.setDouble(field, number);
      case Long number -> writer.setLong(field, number);
      case IpAddress address -> writer.setIp(field, address);
      case Geo(double lat, double lon) -> writer.setGeo(field, lat, lon);
      default -> throw new IllegalStateException("a field of type " + type);
    }
  }
}
