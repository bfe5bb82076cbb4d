package io.tripline.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Schema;
import io.tripline.ingest.csv.CsvEventDecoder;
import io.tripline.ingest.csv.CsvHeader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

  @Test
  void theCsvFileIsTaken() throws IOException {
    byte[] bytes = (block("csv") + "\n").getBytes(StandardCharsets.UTF_8);
    CsvHeader header = CsvHeader.read(bytes, bytes.length, "example.csv");
    CsvEventDecoder rows = new CsvEventDecoder(header, decoding.decoder);
    decoding.writer.clear();
    int second = rows.decodeRow(bytes, header.length(), bytes.length, decoding.writer);
    assertThat(rows.rejection()).isNull();
    assertThat(decoding.values()).hasSize(7).containsEntry("amount", 1250L);
    assertThat(decoding.values().get("place")).isEqualTo(new Geo(52.52, 13.4));
    assertThat(new String(decoding.event().raw(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"type\":\"Payment\",\"id\":\"p1\",\"time\":\"2026-01-31T10:00:00Z\","
                + "\"card_number\":\"4111…1111\",\"amount\":12.50,\"channel\":\"ECOM\","
                + "\"approved\":true,\"place\":{\"lat\":52.52,\"lon\":13.4},"
                + "\"remark\":\"said \\\"no\\\", twice\"}");
    decoding.writer.clear();
    assertThat(rows.decodeRow(bytes, second, bytes.length, decoding.writer))
        .isEqualTo(bytes.length);
    assertThat(rows.rejection()).isNull();
    assertThat(decoding.values()).hasSize(4).containsEntry("card", "4222…2222");
  }

  @TestFactory
  Stream<DynamicTest> csvValues() {
    List<List<String>> rows = table("| type | value |");
    assertThat(rows).hasSizeGreaterThan(10);
    return rows.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.get(1), () -> csvValue(code(row.get(2)), code(row.get(1)), row.get(3))));
  }

  private void csvValue(String column, String cell, String meaning) throws IOException {
    Map<String, String> cells =
        new LinkedHashMap<>(
            Map.of("type", "Payment", "id", "i", "time", "0", "card_number", "c", "amount", "0"));
    cells.put(column, cell);
    String columns = String.join(",", cells.keySet());
    assertThat(csv(columns, String.join(",", cells.values()))).isNull();
    String field =
        decoding.schema.get("Payment").type().fields().stream()
            .filter(each -> each.jsonName().equals(column))
            .findAny()
            .orElseThrow()
            .name();
    assertThat(show(field, decoding.values().get(field))).isEqualTo(meaning);
  }

  @TestFactory
  Stream<DynamicTest> csvRejections() {
    return table("| row, for columns").stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.get(0),
                    () ->
                        assertThat(csv("time,user", code(row.get(0))))
                            .isEqualTo(new Rejection("unparseable", row.get(1)))));
  }

  private @Nullable Rejection csv(String columns, String row) throws IOException {
    byte[] bytes = (columns + "\n" + row).getBytes(StandardCharsets.UTF_8);
    CsvHeader header = CsvHeader.read(bytes, bytes.length, "test.csv");
    CsvEventDecoder rows = new CsvEventDecoder(header, decoding.decoder);
    decoding.writer.clear();
    rows.decodeRow(bytes, header.length(), bytes.length, decoding.writer);
    return rows.rejection();
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
