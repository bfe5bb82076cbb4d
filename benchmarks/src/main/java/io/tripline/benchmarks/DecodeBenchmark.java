package io.tripline.benchmarks;

import io.tripline.benchmarks.compare.PaymentFile;
import io.tripline.benchmarks.compare.Rules;
import io.tripline.benchmarks.workload.Payment;
import io.tripline.benchmarks.workload.Workload;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.ingest.json.JsonEventDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** One payment from a line of JSON to the event's bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecodeBenchmark {
  private static final int EVENTS = 1_000;

  private final EventWriter events = new EventWriter();
  private final JsonEventDecoder decoder =
      new JsonEventDecoder(Schema.of(1, List.of(Rules.of("R5"))), 0);
  private byte[] lines = {};
  private int end;

  /** Writes the lines. */
  @Setup
  public void setup() {
    StringBuilder text = new StringBuilder();
    for (Payment payment : Workload.payments(EVENTS)) {
      text.append(PaymentFile.line(payment));
    }
    end = text.length();
    text.append(" ".repeat(JsonEventDecoder.READS_BEYOND));
    lines = text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** All lines. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int lines() {
    events.clear();
    for (int at = 0; at < end; ) {
      at = decoder.decodeLine(lines, at, end, events);
    }
    if (events.count() != EVENTS) {
      throw new IllegalStateException(String.valueOf(decoder.rejection()));
    }
    return events.length();
  }
}
