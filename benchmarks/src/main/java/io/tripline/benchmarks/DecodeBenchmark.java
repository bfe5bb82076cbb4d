package io.tripline.benchmarks;

import io.tripline.benchmarks.compare.PaymentFile;
import io.tripline.benchmarks.compare.Rules;
import io.tripline.benchmarks.workload.Payment;
import io.tripline.benchmarks.workload.Workload;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.ingest.csv.CsvEventDecoder;
import io.tripline.ingest.csv.CsvHeader;
import io.tripline.ingest.json.JsonEventDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What it takes to make an event of a record, beside what a bare Jackson parse of the same bytes
 * takes. How to run it: {@code docs/performance.md}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBenchmark {
  /** Few enough to stay in a core's cache, as the blocks of a file do. */
  private static final int EVENTS = 1_000;

  private final EventWriter events = new EventWriter(false);
  private final JsonFactory jackson = new JsonFactory();
  private byte[] lines = {};
  private int linesLength;
  private byte[] rows = {};
  private CsvHeader header = new CsvHeader(List.of("type"), 0, 0);
  private JsonEventDecoder json = new JsonEventDecoder(Schema.EMPTY, 0);
  private CsvEventDecoder csv = new CsvEventDecoder(header, json);

  /** Writes the payments, as lines and as rows. */
  @Setup
  public void prepare() throws IOException {
    StringBuilder payments = new StringBuilder();
    for (Payment payment : Workload.payments(EVENTS)) {
      payments.append(PaymentFile.line(payment));
    }
    byte[] text = payments.toString().getBytes(StandardCharsets.UTF_8);
    linesLength = text.length;
    lines = Arrays.copyOf(text, text.length + JsonEventDecoder.READS_BEYOND);
    rows = csv(text).getBytes(StandardCharsets.UTF_8);
    json = new JsonEventDecoder(Schema.of(1, List.of(Rules.of("R5"))), 0);
    header = CsvHeader.read(rows, rows.length, "payments.csv");
    csv = new CsvEventDecoder(header, json);
  }

  /** The same payments with a column for each value that is not an object. */
  private String csv(byte[] text) {
    List<Map<String, String>> all = new ArrayList<>();
    Set<String> columns = new LinkedHashSet<>();
    try (JsonParser parser = jackson.createParser(ObjectReadContext.empty(), text)) {
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        Map<String, String> cells = new LinkedHashMap<>();
        read(parser, "", cells);
        columns.addAll(cells.keySet());
        all.add(cells);
      }
    }
    return all.stream()
        .map(
            cells ->
                columns.stream()
                    .map(column -> cells.getOrDefault(column, ""))
                    .collect(Collectors.joining(",")))
        .collect(Collectors.joining("\n", String.join(",", columns) + "\n", "\n"));
  }

  private static void read(JsonParser parser, String prefix, Map<String, String> cells) {
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      switch (parser.nextToken()) {
        case START_OBJECT -> read(parser, prefix + name + ".", cells);
        case VALUE_NULL -> {}
        case VALUE_STRING -> cells.put(prefix + name, cell(parser.getString()));
        default -> cells.put(prefix + name, parser.getString());
      }
    }
  }

  private static String cell(String text) {
    return text.contains(",") || text.contains("\"")
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }

  /** What any reader of JSON has to do at least: {@code nextToken} to the end. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long jacksonNextToken() {
    long tokens = 0;
    try (JsonParser parser =
        jackson.createParser(ObjectReadContext.empty(), lines, 0, linesLength)) {
      while (parser.nextToken() != null) {
        tokens++;
      }
    }
    return tokens;
  }

  /** From lines to events. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int jsonLines() {
    events.clear();
    for (int at = 0; at < linesLength; ) {
      at = json.decodeLine(lines, at, linesLength, events);
    }
    return requireAll();
  }

  /** From the rows of a CSV file to events. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int csvRows() {
    events.clear();
    for (int at = header.length(); at < rows.length; ) {
      at = csv.decodeRow(rows, at, rows.length, events);
    }
    return requireAll();
  }

  private int requireAll() {
    if (events.count() != EVENTS) {
      throw new IllegalStateException("only " + events.count() + " events were taken");
    }
    return events.count();
  }
}
