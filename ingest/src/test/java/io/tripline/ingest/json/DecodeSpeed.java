package io.tripline.ingest.json;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Measures decoding against a bare Jackson parse of the same lines. Not a test; run its main
 * method. Rounds of the two alternate, and the best of each counts, so that a busy machine does
 * less harm.
 */
final class DecodeSpeed {
  private static final int LINES = 50_000;
  private static final int ROUNDS = 30;

  private DecodeSpeed() {}

  public static void main(String[] args) {
    Schema schema = Schema.of(1, List.of(new RuleSet(List.of(payment(), login()), List.of())));
    List<byte[]> lines = lines(new Random(1));
    byte[] document = join(lines);
    int[] lengths = lines.stream().mapToInt(line -> line.length).toArray();
    System.out.printf("%.0f bytes a line%n", (double) document.length / LINES);
    long bare = Long.MAX_VALUE;
    long careful = Long.MAX_VALUE;
    long decode = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      bare = Math.min(bare, bareParse(document));
      careful = Math.min(careful, decode(schema, document, lengths, false));
      decode = Math.min(decode, decode(schema, document, lengths, true));
    }
    report("bare parse", bare, document.length);
    report("careful", careful, document.length);
    report("decode", decode, document.length);
    System.out.printf("decode reaches %.0f %% of the bare parse%n", 100.0 * bare / decode);
  }

  private static void report(String what, long nanos, long bytes) {
    System.out.printf(
        "%-10s %6.0f ns a line, %6.0f MB/s%n", what, (double) nanos / LINES, bytes * 1e3 / nanos);
  }

  private static long bareParse(byte[] document) {
    JsonFactory factory = new JsonFactory();
    long start = cpuNanos();
    int tokens = 0;
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), document)) {
      while (parser.nextToken() != null) {
        tokens++;
      }
    }
    long nanos = cpuNanos() - start;
    if (tokens < LINES) {
      throw new IllegalStateException("parsed " + tokens + " tokens");
    }
    return nanos;
  }

  private static long decode(Schema schema, byte[] document, int[] lengths, boolean plain) {
    JsonEventDecoder decoder = new JsonEventDecoder(schema, 0, DecodeLimits.defaults(), plain);
    EventWriter writer = new EventWriter();
    long start = cpuNanos();
    int at = 0;
    int count = 0;
    for (int length : lengths) {
      Rejection rejection = decoder.decode(document, at, length, writer);
      if (rejection != null) {
        throw new IllegalStateException(rejection.reason());
      }
      at += length;
      if (writer.length() > 256 << 10) {
        count += writer.count();
        writer.clear();
      }
    }
    count += writer.count();
    long nanos = cpuNanos() - start;
    if (count != LINES) {
      throw new IllegalStateException("decoded " + count);
    }
    return nanos;
  }

  /** Of this thread, so that what else runs on the machine counts little. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static byte[] join(List<byte[]> lines) {
    byte[] all = new byte[lines.stream().mapToInt(line -> line.length).sum()];
    int at = 0;
    for (byte[] line : lines) {
      System.arraycopy(line, 0, all, at, line.length);
      at += line.length;
    }
    return all;
  }

  private static List<byte[]> lines(Random random) {
    List<byte[]> lines = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      String line =
          String.format(
              java.util.Locale.ROOT,
              "{\"type\":\"Payment\",\"id\":\"p%08d\",\"time\":\"2026-01-31T10:%02d:%02d.%03dZ\","
                  + "\"card\":\"card-%05d\",\"account\":\"a%05d\",\"amount\":%d.%02d,"
                  + "\"currency\":\"EUR\",\"merchant\":\"m-%04d\",\"mcc\":%d,\"country\":\"DE\","
                  + "\"channel\":\"ECOM\",\"approved\":true,\"device\":\"d%05d\"}%n",
              i,
              random.nextInt(60),
              random.nextInt(60),
              random.nextInt(1000),
              random.nextInt(20_000),
              random.nextInt(20_000),
              random.nextInt(500),
              random.nextInt(100),
              random.nextInt(5_000),
              4_000 + random.nextInt(2_000),
              random.nextInt(30_000));
      lines.add(line.getBytes(StandardCharsets.UTF_8));
    }
    return lines;
  }

  private static EventType payment() {
    return new EventType(
        "Payment",
        List.of(
            field("id", Type.Simple.STRING),
            field("time", Type.Simple.TIMESTAMP),
            field("card", Type.Simple.STRING),
            field("account", Type.Simple.STRING),
            field("amount", new Type.Decimal(2)),
            field("currency", Type.Simple.STRING),
            field("merchant", Type.Simple.STRING),
            field("mcc", Type.Simple.INT),
            field("country", Type.Simple.STRING),
            field("channel", new Type.Enumeration(List.of("POS", "ECOM", "ATM"))),
            field("approved", Type.Simple.BOOL),
            field("device", Type.Simple.STRING)),
        1,
        0,
        null);
  }

  private static EventType login() {
    return new EventType(
        "Login",
        List.of(field("time", Type.Simple.TIMESTAMP), field("account", Type.Simple.STRING)),
        0,
        EventType.NO_ID,
        null);
  }

  private static EventType.Field field(String name, Type type) {
    return new EventType.Field(name, name, type, false, false);
  }
}
