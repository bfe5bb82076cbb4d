package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Severity;
import io.tripline.dsl.ir.Skip;
import io.tripline.dsl.ir.Template;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.KeyBuffer;
import io.tripline.engine.event.Schema;
import io.tripline.engine.match.Match;
import io.tripline.engine.match.Program;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AlertFactoryTest {
  private static final Place PLACE = new Place("t.trip", 1, 1, 1);
  private static final List<Type> KEY_TYPES =
      List.of(
          Type.Simple.STRING,
          new Type.Decimal(3),
          Type.Simple.BOOL,
          Type.Simple.INT,
          Type.Simple.TIMESTAMP,
          Type.Simple.DURATION,
          Type.Simple.IP,
          new Type.Enumeration(List.of("POS", "ECOM")));

  private static EventType type() {
    List<EventType.Field> fields = new java.util.ArrayList<>();
    for (int i = 0; i < KEY_TYPES.size(); i++) {
      fields.add(new EventType.Field("f" + i, "f" + i, KEY_TYPES.get(i), true, false));
    }
    fields.add(new EventType.Field("time", "time", Type.Simple.TIMESTAMP, false, false));
    return new EventType("E", fields, KEY_TYPES.size(), EventType.NO_ID, null);
  }

  private static Rule rule(EventType type) {
    List<Integer> fields = List.of(0, 1, 2, 3, 4, 5, 6, 7);
    List<String> names = fields.stream().map(f -> "k" + f).toList();
    return new Rule(
        "rule",
        null,
        null,
        Severity.LOW,
        List.of(),
        new Key(names, List.of(new Key.Source(type, fields))),
        List.of(new Variable("x", 0, type, null, false, false)),
        new Pattern.Single(0, PLACE),
        Rule.NO_BOUND,
        new Skip.PastLast(),
        Rule.DEFAULT_MATCH_LIMIT,
        new AlertSpec(new Template(List.of()), 7, List.of(), AlertSpec.NO_LIMIT),
        null,
        null,
        PLACE);
  }

  private static Match match(Program program, List<Match.Binding> bindings) {
    return new Match(program, 5, 6, 7, bindings, List.of(), "message", List.of(), null);
  }

  private static Match.Binding binding(String variable, String... ids) {
    return new Match.Binding(variable, List.of(), List.of(ids));
  }

  @Test
  void givesEveryPartOfTheKeyItsType() {
    EventType type = type();
    Rule rule = rule(type);
    Schema schema = Schema.of(1, List.of(new RuleSet(List.of(type), List.of(rule))));
    EventWriter writer = new EventWriter();
    writer.begin(schema.get("E"));
    byte[] text = "a\0b".getBytes(StandardCharsets.UTF_8);
    writer.setText(0, text, 0, text.length);
    writer.setLong(1, -12_340);
    writer.setBool(2, true);
    writer.setLong(3, -4);
    writer.setLong(4, 5);
    writer.setLong(5, 6);
    writer.setIp(6, IpAddress.parse("192.0.2.1").orElseThrow());
    writer.setLong(7, 1);
    writer.setLong(8, 77);
    writer.end(0, text, 0, 0);
    KeyBuffer key = new KeyBuffer();
    schema.get("E").keys().getFirst().write(writer.bytes(), 0, key);

    RunningRule running = new RunningRule("set", 3, Program.compile(rule), 1);
    Match match = match(running.program(), List.of(binding("x", "1")));
    Alert alert =
        new AlertFactory()
            .alert(
                new PendingMatch(0, EventPlace.of(7), running, key.copy(), match, false),
                schema,
                9,
                8);
    assertThat(alert.key())
        .containsExactly(
            new NamedValue("k0", new Value.Text("a\0b")),
            new NamedValue("k1", new Value.Decimal(new BigDecimal("-12.340"))),
            new NamedValue("k2", new Value.Bool(true)),
            new NamedValue("k3", new Value.Int(-4)),
            new NamedValue("k4", new Value.Timestamp(5)),
            new NamedValue("k5", new Value.Duration(6)),
            new NamedValue("k6", new Value.Text("192.0.2.1")),
            new NamedValue("k7", new Value.Text("ECOM")));
    assertThat(alert.ordinal()).isEqualTo(9);
    assertThat(alert.sequence()).isEqualTo(8);
    assertThat(alert.version()).isEqualTo(3);
    assertThat(alert.time()).isEqualTo(5);
    assertThat(alert.score()).isEqualTo(7);
    assertThat(alert.id()).isEqualTo("b858fd751c726387e48f9f9440a42fab");
  }

  @Test
  void theIdTellsMatchesApartAndNotVersions() {
    Program program = Program.compile(rule(type()));
    RunningRule one = new RunningRule("set", 1, program, 1);
    AlertFactory factory = new AlertFactory();
    byte[] key = {1};
    String id = factory.id(one, key, match(program, List.of(binding("a", "x", "y"), binding("b"))));
    assertThat(id).matches("[0-9a-f]{32}");
    assertThat(
            factory.id(
                new RunningRule("set", 2, program, 5),
                key,
                match(program, List.of(binding("a", "x", "y"), binding("b")))))
        .isEqualTo(id);
    assertThat(
            List.of(
                factory.id(one, key, match(program, List.of(binding("a", "x"), binding("b", "y")))),
                factory.id(one, key, match(program, List.of(binding("a", "xy"), binding("b")))),
                factory.id(one, key, match(program, List.of(binding("a", "y", "x"), binding("b")))),
                factory.id(
                    one,
                    new byte[] {2},
                    match(program, List.of(binding("a", "x", "y"), binding("b")))),
                factory.id(
                    new RunningRule("other", 1, program, 1),
                    key,
                    match(program, List.of(binding("a", "x", "y"), binding("b"))))))
        .doesNotContain(id)
        .doesNotHaveDuplicates();
  }
}
