package io.tripline.benchmarks.compare;

import io.tripline.benchmarks.workload.Payment;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Payments as JSON lines: all in one file, and again in two halves. */
public final class PaymentFile {
  private static final int BUFFER = 1 << 16;

  private final Path all;
  private final Path firstHalf;
  private final Path secondHalf;

  PaymentFile(Path folder) {
    all = folder.resolve("payments.jsonl");
    firstHalf = folder.resolve("payments-1.jsonl");
    secondHalf = folder.resolve("payments-2.jsonl");
  }

  Path all() {
    return all;
  }

  Path firstHalf() {
    return firstHalf;
  }

  Path secondHalf() {
    return secondHalf;
  }

  void write(Payment[] payments) throws IOException {
    write(all, payments, 0, payments.length);
    write(firstHalf, payments, 0, payments.length / 2);
    write(secondHalf, payments, payments.length / 2, payments.length);
  }

  void delete() throws IOException {
    Files.deleteIfExists(all);
    Files.deleteIfExists(firstHalf);
    Files.deleteIfExists(secondHalf);
  }

  private static void write(Path file, Payment[] payments, int from, int to) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
      for (int i = from; i < to; i++) {
        out.write(line(payments[i]).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** A payment as a line, with its line feed. */
  public static String line(Payment p) {
    return "{\"type\":\"Payment\",\"id\":\""
        + p.getId()
        + "\",\"time\":"
        + p.getTime()
        + ",\"card\":\""
        + p.getCard()
        + "\",\"account\":\""
        + p.getAccount()
        + "\",\"amount\":"
        + p.getCents() / 100
        + String.format(Locale.ROOT, ".%02d", p.getCents() % 100)
        + ",\"merchant\":\""
        + p.getMerchant()
        + "\",\"mcc\":"
        + p.getMcc()
        + ",\"country\":\""
        + p.getCountry()
        + "\",\"channel\":\""
        + Payment.channelName(p.getChannel())
        + "\",\"approved\":"
        + p.isApproved()
        + ",\"device\":\""
        + p.getDevice()
        + (Double.isNaN(p.getLat())
            ? "\""
            : String.format(
                Locale.ROOT, "\",\"place\":{\"lat\":%.6f,\"lon\":%.6f}", p.getLat(), p.getLon()))
        + "}\n";
  }
}
