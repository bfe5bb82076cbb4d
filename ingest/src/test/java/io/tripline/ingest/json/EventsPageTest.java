package io.tripline.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Schema;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs every example of {@code docs/events.md}. */
final class EventsPageTest {
  private final List<String> page;
  private final Decoding decoding;

  EventsPageTest() throws IOException {
    page = Files.readAllLines(Path.of("..", "docs", "events.md"));
    Compilation rules = RuleCompiler.compile(List.of(new SourceFile("events.md", block("trip"))));
    assertThat(rules.diagnostics()).isEmpty();
    decoding = new Decoding(Schema.of(1, List.of(Objects.requireNonNull(rules.ruleSet()))));
  }

  @Test
  void theWholeEventIsTaken() {
    assertThat(decoding.decode(block("json"))).isNull();
    assertThat(decoding.values()).hasSize(7).containsEntry("amount", 1250L);
  }

  @TestFactory
  Stream<DynamicTest> values() {
    List<List<String>> rows = table("| type | in JSON |");
    assertThat(rows).hasSizeGreaterThan(20);
    return rows.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.get(3), () -> value(code(row.get(2)), code(row.get(3)), row.get(4))));
  }

  private void value(String field, String json, String meaning) {
    String others =
        "{\"type\":\"Payment\",\"id\":\"i\",\"time\":0,\"card_number\":\"c\",\"amount\":0,";
    assertThat(decoding.decode(others + "\"" + field + "\":" + json + "}")).isNull();
    assertThat(show(field, decoding.values().get(field))).isEqualTo(meaning);
  }

  private String show(String field, Object value) {
    var type = decoding.schema.get("Payment").type();
    return switch (type.fields().get(type.indexOf(field)).type()) {
      case Type.Decimal d -> BigDecimal.valueOf((long) value, d.scale()).toPlainString();
      case Type.Enumeration e -> e.symbols().get((int) (long) value);
      case Type.Simple.BOOL -> (long) value == 1 ? "true" : "false";
      case Type.Simple.TIMESTAMP -> Instant.ofEpochMilli((long) value).toString();
      case Type.Simple.DURATION -> value + " ms";
      case Type.Simple.GEO -> ((Geo) value).lat() + ", " + ((Geo) value).lon();
      default -> value.toString();
    };
  }

  @TestFactory
  Stream<DynamicTest> rejections() {
    List<String[]> cases = new ArrayList<>();
    String code = "";
    for (List<String> row : table("| code | example |")) {
      code = row.get(0).isEmpty() ? code : code(row.get(0));
      cases.add(new String[] {code, code(row.get(1)), row.get(2)});
    }
    return cases.stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each[0] + " " + each[1],
                    () ->
                        assertThat(decoding.decode(each[1]))
                            .isEqualTo(new Rejection(each[0], each[2]))));
  }

  @Test
  void everyCodeIsThere() {
    Set<String> codes = new LinkedHashSet<>();
    table("| code | example |").forEach(row -> codes.add(code(row.get(0))));
    codes.remove("");
    assertThat(codes).containsExactlyElementsOf(Rejection.CODES);
  }

  private String block(String language) {
    int start = page.indexOf("```" + language) + 1;
    int end = start + page.subList(start, page.size()).indexOf("```");
    return String.join("\n", page.subList(start, end));
  }

  private List<List<String>> table(String header) {
    List<List<String>> rows = new ArrayList<>();
    int line = 0;
    while (!page.get(line).startsWith(header)) {
      line++;
    }
    for (line += 2; page.get(line).startsWith("|"); line++) {
      String inner = page.get(line).substring(1, page.get(line).lastIndexOf('|'));
      rows.add(Stream.of(inner.split("\\|", -1)).map(String::strip).toList());
    }
    return rows;
  }

  private static String code(String cell) {
    return cell.isEmpty() ? "" : cell.substring(1, cell.length() - 1);
  }
}
