package io.tripline.engine.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.EventType.Field;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.contents.Change;
import io.tripline.engine.contents.Contents;
import io.tripline.engine.contents.EntryForm;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Changes of lists and tables as words. Every value is a text or a whole number. */
final class TestContents {
  private static final byte[] NO_RECORD = {};

  private TestContents() {}

  /**
   * Changes a list or table of the engine.
   *
   * <pre>
   *   +l/x       x is on the list l
   *   +l/x!50    x is on the list l, until time 50
   *   +t/x=7,v   the table t has a row of the key x, with the columns 7 and v
   *   -l/x       x is not on the list l any more; likewise for rows
   *   =l/x/y     the list l has x and y, and nothing else; likewise for rows
   *   =l         the list l is empty
   * </pre>
   */
  static void apply(Engine engine, String word) throws InterruptedException {
    assertThat(engine.change(change(engine, word), "test")).as(word).isTrue();
  }

  static Change change(Engine engine, String word) {
    String[] parts = word.substring(1).split("/", -1);
    Contents contents = requireNonNull(engine.contents().get(parts[0]), word);
    Change change = new Change(contents.form(), word.charAt(0) == '=');
    for (String entry : List.of(parts).subList(1, parts.length)) {
      if (word.charAt(0) == '-') {
        remove(change, entry);
      } else {
        add(change, entry);
      }
    }
    return change;
  }

  private static void add(Change change, String entry) {
    EntryForm form = change.form();
    String[] timed = entry.split("!");
    String[] values = timed[0].split("[=,]", -1);
    change.entry().begin(form.layout());
    for (int i = 0; i < values.length; i++) {
      set(change.entry(), form, i, values[i]);
    }
    if (timed.length > 1) {
      change.entry().setLong(form.expiresField(), Long.parseLong(timed[1]));
    }
    change.entry().end(0, NO_RECORD, 0, 0);
    assertThat(change.add()).isEqualTo(Change.Added.NEW);
  }

  private static void remove(Change change, String key) {
    EntryForm form = change.form().ofKeys();
    EventWriter writer = new EventWriter(false);
    writer.begin(form.layout());
    set(writer, form, EntryForm.KEY, key);
    writer.end(0, NO_RECORD, 0, 0);
    change.remove(new EventView().wrap(writer.bytes(), 0), form);
  }

  private static void set(EventWriter writer, EntryForm form, int field, String value) {
    Field of = form.fields().get(field);
    if (value.isEmpty()) {
      return;
    }
    if (of.type() == Type.Simple.STRING) {
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      writer.setText(field, utf8, 0, utf8.length);
    } else {
      writer.setLong(field, Long.parseLong(value));
    }
  }
}
