package io.tripline.examples.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The events that the demo's rules declare are the events that the generator makes. */
class DemoDeclarationsTest {
  private static final Path DECLARATIONS = Path.of("demo", "events.trip");
  private static final Pattern EVENT =
      Pattern.compile("(?m)^event (\\w+) \\{\\n(.*?)^\\}", Pattern.DOTALL);
  private static final Pattern FIELD =
      Pattern.compile("(?m)^  (\\w+) +(enum\\(.*?\\)|[\\w()]+)(\\??)");
  private static final Set<String> LABELS = Set.of("type", "fraud", "scenario", "episode");

  private record Field(String type, boolean optional) {}

  @Test
  void everyFieldIsAsDeclared() throws IOException {
    Map<String, Map<String, Field>> declared = declarations();
    assertThat(declared.keySet())
        .containsExactly(
            "Payment", "Login", "PasswordReset", "PayeeAdded", "Transfer", "CardBlocked");
    Set<String> types = new HashSet<>();
    Set<String> left = new HashSet<>();
    Set<String> nulls = new HashSet<>();
    for (JsonNode event : WorldLines.events(WorldSettings.of(30_000, 1_000, 3, 0.05))) {
      String type = WorldLines.text(event, "type");
      types.add(type);
      Map<String, Field> fields = declared.getOrDefault(type, Map.of());
      for (String name : event.propertyNames()) {
        assertThat(fields.containsKey(name) || LABELS.contains(name)).as(name).isTrue();
      }
      for (Map.Entry<String, Field> field : fields.entrySet()) {
        String name = field.getKey();
        if (field.getValue().optional() && !event.has(name)) {
          left.add(type + "." + name);
        } else if (field.getValue().optional() && event.path(name).isNull()) {
          nulls.add(type + "." + name);
        } else {
          check(event.path(name), field.getValue().type());
        }
      }
    }
    assertThat(types).isEqualTo(declared.keySet());
    assertThat(left).contains("Payment.device", "Payment.ip", "Payment.place", "Transfer.payee");
    assertThat(nulls).containsExactlyInAnyOrder("Payment.device", "Payment.ip", "Payment.place");
  }

  @Test
  void noRuleCanSeeTheLabels() throws IOException {
    declarations()
        .values()
        .forEach(fields -> assertThat(fields).doesNotContainKeys("fraud", "scenario", "episode"));
  }

  private static void check(JsonNode value, String type) {
    switch (type) {
      case "string", "ip", "timestamp" -> assertThat(value.asString()).isNotEmpty();
      case "bool" -> assertThat(value.isBoolean()).isTrue();
      case "int" -> assertThat(value.isIntegralNumber()).isTrue();
      case "decimal(2)" -> {
        assertThat(value.isNumber()).isTrue();
        assertThat(value.decimalValue()).isPositive();
      }
      case "geo" -> {
        assertThat(value.path("lat").doubleValue()).isBetween(-90.0, 90.0);
        assertThat(value.path("lon").doubleValue()).isBetween(-180.0, 180.0);
      }
      default -> {
        assertThat(type).startsWith("enum(");
        String[] values = type.substring("enum(".length(), type.length() - 1).split(", ", -1);
        assertThat(List.of(values)).contains(value.asString());
      }
    }
  }

  private static Map<String, Map<String, Field>> declarations() throws IOException {
    Map<String, Map<String, Field>> events = new LinkedHashMap<>();
    Matcher event = EVENT.matcher(Files.readString(DECLARATIONS));
    while (event.find()) {
      Map<String, Field> fields = new LinkedHashMap<>();
      Matcher field = FIELD.matcher(event.group(2));
      while (field.find()) {
        fields.put(field.group(1), new Field(field.group(2), !field.group(3).isEmpty()));
      }
      events.put(event.group(1), fields);
    }
    return events;
  }
}
