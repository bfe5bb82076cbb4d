package io.tripline.app.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.CommandRun;
import io.tripline.app.testing.Repository;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The windows and features of {@code examples/profiles}, for every payment, against a computation
 * that knows nothing of windows: it looks at all payments before.
 */
final class ProfilesTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long DAY = 86_400_000;

  @TempDir private Path folder;

  private record Payment(
      String id, long time, String customer, String terminal, BigDecimal amount) {}

  @Test
  void onPaymentsThatAreMadeUp() throws IOException {
    Random random = new Random(20261122);
    List<Payment> payments = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    long time = 1_522_540_800_000L;
    for (int i = 0; i < 6_000; i++) {
      // On whole minutes, so that ends of windows are met exactly.
      time += random.nextInt(10) == 0 ? 0 : 60_000L * random.nextInt(24);
      Payment payment =
          new Payment(
              "p" + i,
              time,
              "c" + random.nextInt(60),
              "t" + random.nextInt(40),
              BigDecimal.valueOf(random.nextInt(30_000), 2));
      payments.add(payment);
      lines.append(
          """
          {"type":"Payment","id":"%s","time":%d,"customer":"%s","terminal":"%s","amount":%s}
          """
              .formatted(payment.id, time, payment.customer, payment.terminal, payment.amount));
    }
    assertThat(time).isGreaterThan(1_522_540_800_000L + 38 * DAY);
    areRight(Files.writeString(folder.resolve("payments.jsonl"), lines), payments);
  }

  @Test
  void onThoseOfTheHandbook() throws IOException {
    String file = System.getProperty("handbook.events");
    assumeTrue(file != null, "-Dhandbook.events names the file");
    List<Payment> payments = new ArrayList<>();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(file)));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        JsonNode node = JSON.readTree(line);
        payments.add(
            new Payment(
                node.get("id").asString(),
                node.get("time").asLong(),
                node.get("customer").asString(),
                node.get("terminal").asString(),
                node.get("amount").decimalValue()));
      }
    }
    assertThat(payments).hasSizeGreaterThan(200_000);
    areRight(Path.of(file), payments);
  }

  private void areRight(Path events, List<Payment> payments) throws IOException {
    Path out = folder.resolve("alerts.jsonl");
    CommandRun run =
        CommandRun.of(
            "backtest",
            "--rules",
            Repository.path("examples/profiles"),
            "--events",
            events,
            "--out",
            out);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FINE);
    Map<String, List<Payment>> ofCustomer = new HashMap<>();
    Map<String, List<Payment>> atTerminal = new HashMap<>();
    int seen = 0;
    try (BufferedReader alerts = Files.newBufferedReader(out)) {
      for (String line = alerts.readLine(); line != null; line = alerts.readLine()) {
        JsonNode alert = JSON.readTree(line);
        if (!alert.get("rule").asString().equals("profile")) {
          continue;
        }
        Payment payment = payments.get(seen++);
        ofCustomer.computeIfAbsent(payment.customer, c -> new ArrayList<>()).add(payment);
        atTerminal.computeIfAbsent(payment.terminal, t -> new ArrayList<>()).add(payment);
        JsonNode with = alert.get("with");
        for (int days : new int[] {1, 7, 30}) {
          List<Payment> paid = between(ofCustomer.get(payment.customer), payment.time, days, 0);
          List<Payment> there = between(atTerminal.get(payment.terminal), payment.time, days, 7);
          assertThat(with.get("count_" + days + "d").asLong())
              .as("%s: count over %d days", payment, days)
              .isEqualTo(paid.size());
          assertThat(with.get("mean_" + days + "d").decimalValue())
              .as("%s: mean over %d days", payment, days)
              .isEqualByComparingTo(mean(paid));
          assertThat(with.get("terminal_" + days + "d").asLong())
              .as("%s: terminal over %d days", payment, days)
              .isEqualTo(there.size());
        }
      }
    }
    assertThat(seen).isEqualTo(payments.size());
  }

  /** Those from so many days before {@code delay} days ago up to then, both ends included. */
  private static List<Payment> between(List<Payment> all, long time, int days, int delay) {
    long to = time - delay * DAY;
    return all.stream().filter(p -> p.time >= to - days * DAY && p.time <= to).toList();
  }

  private static BigDecimal mean(List<Payment> paid) {
    return paid.stream()
        .map(Payment::amount)
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .divide(BigDecimal.valueOf(paid.size()), 6, RoundingMode.HALF_UP);
  }
}
