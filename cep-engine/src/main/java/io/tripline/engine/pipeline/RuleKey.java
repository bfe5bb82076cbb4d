package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.KeyBuffer;
import io.tripline.engine.event.KeyLayout;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.ValueReader;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The key of a rule: read from events, shown, and made of text. Not thread-safe. */
public final class RuleKey {
  private final List<String> names;

  /** By type; null where the rule does not take it. */
  private final @Nullable KeyLayout[] layouts;

  private final KeyLayout any;

  /** Of each part, whether it is marked so in any of the types. */
  private final boolean[] pii;

  private final KeyBuffer buffer = new KeyBuffer();

  private RuleKey(Key key, @Nullable KeyLayout[] layouts, KeyLayout any) {
    this.names = key.names();
    this.layouts = layouts;
    this.any = any;
    this.pii = new boolean[names.size()];
    key.sources().forEach(source -> mark(source.type(), source.fields()));
  }

  private void mark(EventType type, List<Integer> fields) {
    for (int i = 0; i < pii.length; i++) {
      pii[i] |= type.fields().get(fields.get(i)).pii();
    }
  }

  /** The key of a series of windows that the schema was made for, for people. */
  static RuleKey of(RunningSeries series, Schema schema) {
    EventLayout layout = schema.get(series.source().name());
    List<String> names =
        series.key().stream().map(field -> series.source().fields().get(field).name()).toList();
    KeyLayout any = layout.keys().get(layout.keyIndex(series.key()));
    RuleKey key = new RuleKey(new Key(names, List.of()), new @Nullable KeyLayout[0], any);
    key.mark(series.source(), series.key());
    return key;
  }

  /** The key of a rule that the schema was made for. */
  public static RuleKey of(Rule rule, Schema schema) {
    @Nullable KeyLayout[] layouts = new @Nullable KeyLayout[schema.layouts().size()];
    KeyLayout first = null;
    for (Key.Source source : rule.key().sources()) {
      EventLayout layout = schema.get(source.type().name());
      KeyLayout key = layout.keys().get(layout.keyIndex(source.fields()));
      layouts[layout.typeId()] = key;
      first = first == null ? key : first;
    }
    if (first == null) {
      throw new IllegalArgumentException("rule " + rule.name() + " takes no event");
    }
    return new RuleKey(rule.key(), layouts, first);
  }

  /** The names of the parts; none for {@code by none}. */
  public List<String> names() {
    return names;
  }

  /** The types of the parts. */
  public List<Type> types() {
    return any.types();
  }

  /** Whether the rule takes events of this one's type. */
  public boolean takes(EventView event) {
    return layouts[event.typeId()] != null;
  }

  /**
   * The key of an event; null if the rule does not take its type, or a part of the key is null. The
   * buffer is valid until the next call.
   */
  public @Nullable KeyBuffer of(EventView event) {
    KeyLayout layout = layouts[event.typeId()];
    return layout != null && layout.write(event.bytes(), event.base(), buffer) ? buffer : null;
  }

  /** The parts of a key as alerts show them. */
  public List<NamedValue> values(byte[] key) {
    List<Object> parts = any.read(key);
    NamedValue[] values = new NamedValue[parts.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = new NamedValue(names.get(i), ValueReader.of(parts.get(i), any.types().get(i)));
    }
    return List.of(values);
  }

  /** The parts of a key as people may see them: those that are personal data are masked. */
  public List<NamedValue> masked(byte[] key) {
    List<NamedValue> values = values(key);
    List<NamedValue> shown = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      shown.add(
          pii[i]
              ? new NamedValue(values.get(i).name(), new Value.Text(Value.MASKED))
              : values.get(i));
    }
    return shown;
  }

  /**
   * A key of its parts.
   *
   * @param parts as {@link #parse} gives them
   */
  public byte[] of(List<Object> parts) {
    return any.write(parts);
  }

  /**
   * A part as alerts have it in JSON (times and durations in ISO form); empty if the text is no
   * value of the part's type.
   */
  public Optional<Object> parse(int part, String text) {
    try {
      return switch (any.types().get(part)) {
        case Type.Decimal(int scale) ->
            Optional.of(new BigDecimal(text).setScale(scale).unscaledValue().longValueExact());
        case Type.Enumeration(List<String> symbols) ->
            Optional.<Object>of(text).filter(symbols::contains);
        case Type.Simple type ->
            switch (type) {
              case STRING -> Optional.of(text);
              case BOOL ->
                  Optional.of(text).filter(t -> t.matches("true|false")).map(Boolean::valueOf);
              case INT -> Optional.of(Long.parseLong(text));
              case DURATION -> Optional.of(Duration.parse(text).toMillis());
              case TIMESTAMP -> Optional.of(OffsetDateTime.parse(text).toInstant().toEpochMilli());
              case IP -> IpAddress.parse(text).map(ip -> ip);
              case DOUBLE, GEO, LENGTH, SPEED, NULL -> Optional.empty();
            };
      };
    } catch (ArithmeticException | DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
