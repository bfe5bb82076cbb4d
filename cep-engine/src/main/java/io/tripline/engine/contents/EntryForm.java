package io.tripline.engine.contents;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.EventType.Field;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Table;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.ValueList;
import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the entries of a list or a table look like: the fields of an event type made up for it. The
 * first is the value or the key; then come the columns of a table; then why the entry is there and
 * when it expires, unless a column has that name. Immutable.
 */
public final class EntryForm {
  /** The name of a list's only field. */
  public static final String VALUE = "value";

  /** The name of the field that says why an entry is there. */
  public static final String REASON = "reason";

  /** The name of the field that says from when on, in event time, an entry is there no more. */
  public static final String EXPIRES = "expires";

  /** The index of the field by which entries are found. */
  public static final int KEY = 0;

  private static final int NO_TIME = -1;
  private static final int NONE = -1;

  private final String name;
  private final @Nullable Table table;
  private final Schema schema;
  private final EventLayout layout;
  private final int reason;
  private final int expires;

  private EntryForm(String name, @Nullable Table table, List<Field> own) {
    this.name = name;
    this.table = table;
    List<Field> fields = new ArrayList<>(own);
    this.reason = add(REASON, Type.Simple.STRING, fields);
    this.expires = add(EXPIRES, Type.Simple.TIMESTAMP, fields);
    EventType type = new EventType(name, fields, NO_TIME, EventType.NO_ID, null);
    this.schema = Schema.of(0, List.of(new RuleSet(List.of(type), List.of())));
    this.layout = schema.layouts().getFirst();
  }

  private static int add(String name, Type type, List<Field> fields) {
    if (fields.stream().anyMatch(field -> field.name().equals(name))) {
      return NONE;
    }
    fields.add(new Field(name, name, type, true, false));
    return fields.size() - 1;
  }

  /** The form of a list's entries. */
  public static EntryForm of(ValueList list) {
    Field value = new Field(VALUE, VALUE, list.element(), false, false);
    return new EntryForm(list.name(), null, List.of(value));
  }

  /** The form of a table's rows. */
  public static EntryForm of(Table table) {
    List<Field> fields = new ArrayList<>();
    fields.add(new Field(table.keyName(), table.keyName(), table.keyType(), false, false));
    for (Table.Column column : table.columns()) {
      fields.add(
          new Field(column.name(), column.name(), column.type(), column.nullable(), column.pii()));
    }
    return new EntryForm(table.name(), table, fields);
  }

  /** The form of what names an entry: its value or key, and why it is to be removed. */
  public EntryForm ofKeys() {
    return new EntryForm(name, null, fields().subList(KEY, KEY + 1));
  }

  /** The forms of all that a rule set declares. */
  public static List<EntryForm> all(RuleSet ruleSet) {
    List<EntryForm> all = new ArrayList<>();
    ruleSet.lists().forEach(list -> all.add(of(list)));
    ruleSet.tables().forEach(each -> all.add(of(each)));
    return all;
  }

  /** The form of what a rule set declares under a name. */
  public static Optional<EntryForm> find(RuleSet ruleSet, String name) {
    return Stream.concat(
            ruleSet.lists().stream().filter(l -> l.name().equals(name)).map(EntryForm::of),
            ruleSet.tables().stream().filter(t -> t.name().equals(name)).map(EntryForm::of))
        .findFirst();
  }

  /** The name of the list or table. */
  public String name() {
    return name;
  }

  /** Whether it is a table. */
  public boolean isTable() {
    return table != null;
  }

  /** The event type that it follows; empty if it follows none. */
  private String source() {
    String followed = followedType();
    return followed == null ? "" : followed;
  }

  /** The name of the event type that it follows, or null. */
  public @Nullable String followedType() {
    return table == null || table.source() == null ? null : table.source().type().name();
  }

  /** What it is, for a sentence. */
  public String kind() {
    return isTable() ? "table" : "list";
  }

  /** The table, or null for a list. */
  @Nullable Table table() {
    return table;
  }

  /** The fields: value or key, columns, reason, expiry. */
  public List<Field> fields() {
    return layout.type().fields();
  }

  /** The schema whose only type are the entries: what they are decoded against. */
  public Schema schema() {
    return schema;
  }

  /** Where the fields of an entry lie. */
  public EventLayout layout() {
    return layout;
  }

  /** The type of the field by which entries are found. */
  public Type keyType() {
    return fields().get(KEY).type();
  }

  /** The index of the field of a column. */
  public static int fieldOf(int column) {
    return column + 1;
  }

  /** Whether a field is a column of a table. */
  public boolean isColumn(int field) {
    return field != KEY && field != reason && field != expires;
  }

  /** Where an entry's expiry lies; negative if it has none. */
  int expiresOffset() {
    return expires == NONE ? NONE : layout.offset(expires);
  }

  /** The index of the field that says why, or a negative number. */
  public int reasonField() {
    return reason;
  }

  /** The index of the field that says until when, or a negative number. */
  public int expiresField() {
    return expires;
  }

  /** Whether entries of another form mean the same under this one. */
  public boolean takes(EntryForm before) {
    List<Field> ours = fields();
    List<Field> theirs = before.fields();
    if (isTable() != before.isTable() || ours.size() != theirs.size()) {
      return false;
    }
    for (int i = 0; i < ours.size(); i++) {
      Field own = ours.get(i);
      Field other = theirs.get(i);
      if (!own.name().equals(other.name())
          || !own.type().equals(other.type())
          || other.nullable() && !own.nullable()) {
        return false;
      }
    }
    return true;
  }

  /** Whether another declares the same in all that matters to rules and callers. */
  public boolean isSame(EntryForm other) {
    return isTable() == other.isTable()
        && fields().equals(other.fields())
        && source().equals(other.source());
  }

  /** A number that differs, all but surely, where entries lie differently. */
  public long fingerprint() {
    StringBuilder text = new StringBuilder(kind()).append(' ').append(name);
    for (Field field : fields()) {
      text.append('\n').append(field.name()).append(' ').append(field.type());
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return Bytes.hash(bytes, 0, bytes.length);
  }
}
