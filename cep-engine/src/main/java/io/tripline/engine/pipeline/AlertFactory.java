package io.tripline.engine.pipeline;

import static java.util.Objects.requireNonNull;

import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.KeyLayout;
import io.tripline.engine.event.Schema;
import io.tripline.engine.match.Match;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Makes alerts of matches. Not thread-safe. */
final class AlertFactory {
  private static final int ID_BYTES = 16;

  private final MessageDigest sha256;
  private final ByteSink sink = new ByteSink();

  AlertFactory() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }

  /**
   * @param schema under which the match was found
   * @param sequence of the completing entry
   */
  Alert alert(PendingMatch pending, Schema schema, long ordinal, long sequence) {
    RunningRule running = pending.rule();
    Rule rule = running.rule();
    Match match = pending.match();
    List<Alert.Binding> bindings = new ArrayList<>();
    for (Match.Binding binding : match.bindings()) {
      bindings.add(new Alert.Binding(binding.variable(), binding.ids(), binding.numbers()));
    }
    return new Alert(
        ordinal,
        id(running, pending.key(), match),
        running.ruleSet(),
        running.name(),
        running.version(),
        key(rule.key(), pending.key(), schema),
        match.time(),
        rule.severity(),
        requireNonNull(rule.alert()).score(),
        match.message(),
        match.with(),
        bindings,
        sequence);
  }

  /**
   * The same for the same match in every run and version. Every part is preceded by its length, so
   * that no two matches have the same encoding.
   */
  String id(RunningRule rule, byte[] key, Match match) {
    sink.clear();
    sink.putText(rule.ruleSet()).putText(rule.name()).putBytes(key);
    sink.putInt(match.bindings().size());
    for (Match.Binding binding : match.bindings()) {
      sink.putInt(binding.ids().size());
      binding.ids().forEach(sink::putText);
    }
    sha256.update(sink.bytes(), 0, sink.length());
    return HexFormat.of().formatHex(sha256.digest(), 0, ID_BYTES);
  }

  private static List<NamedValue> key(Key key, byte[] bytes, Schema schema) {
    Key.Source source = key.sources().getFirst();
    EventLayout layout = schema.get(source.type().name());
    KeyLayout keyLayout = layout.keys().get(layout.keyIndex(source.fields()));
    List<Object> parts = keyLayout.read(bytes);
    List<NamedValue> named = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      named.add(new NamedValue(key.names().get(i), value(keyLayout.types().get(i), parts.get(i))));
    }
    return named;
  }

  private static Value value(Type type, Object part) {
    return switch (part) {
      case String text -> new Value.Text(text);
      case Boolean bool -> new Value.Bool(bool);
      case IpAddress ip -> new Value.Text(ip.toString());
      case Long number when type instanceof Type.Decimal(int scale) ->
          new Value.Decimal(BigDecimal.valueOf(number, scale));
      case Long number when type == Type.Simple.TIMESTAMP -> new Value.Timestamp(number);
      case Long number when type == Type.Simple.DURATION -> new Value.Duration(number);
      case Long number when type == Type.Simple.DOUBLE ->
          new Value.Real(Double.longBitsToDouble(number));
      case Long number -> new Value.Int(number);
      default -> throw new IllegalStateException("a key part of type " + type);
    };
  }
}
