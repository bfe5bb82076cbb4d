package io.tripline.benchmarks.latency;

import io.tripline.benchmarks.workload.Payment;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An endless stream of JSON records: the payments given, again and again, each lap later than the
 * one before by as much as it takes.
 */
final class Records {
  private static final int DIGITS = 13;
  private static final String TIME = "\"time\":";

  private final byte[] bytes;
  private final int[] starts;
  private final int[] times;
  private final long[] millis;
  private final long lap;

  Records(Payment[] payments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int count = payments.length;
    starts = new int[count + 1];
    times = new int[count];
    millis = new long[count];
    for (int i = 0; i < count; i++) {
      String json = json(payments[i]);
      starts[i] = out.size();
      times[i] = json.indexOf(TIME) + TIME.length();
      millis[i] = payments[i].getTime();
      out.writeBytes(json.getBytes(StandardCharsets.UTF_8));
    }
    starts[count] = out.size();
    bytes = out.toByteArray();
    lap = millis[count - 1] - millis[0] + 1;
  }

  private static String json(Payment p) {
    String place =
        Double.isNaN(p.getLat())
            ? ""
            : ",\"place\":{\"lat\":" + p.getLat() + ",\"lon\":" + p.getLon() + "}";
    return "{\"type\":\"Payment\",\"id\":\"%s\",\"time\":%d,\"card\":\"%s\",\"account\":\"%s\","
            .formatted(p.getId(), p.getTime(), p.getCard(), p.getAccount())
        + "\"amount\":%d.%02d,\"merchant\":\"%s\",\"mcc\":%d,\"country\":\"%s\",\"channel\":\"%s\","
            .formatted(
                p.getCents() / 100,
                p.getCents() % 100,
                p.getMerchant(),
                p.getMcc(),
                p.getCountry(),
                Payment.channelName(p.getChannel()))
        + "\"approved\":%s,\"device\":\"%s\"%s}".formatted(p.isApproved(), p.getDevice(), place);
  }

  /**
   * Writes a record.
   *
   * @param number which one, from 0, without end
   * @param target has room for {@link #longest} bytes
   * @return its bytes
   */
  int write(long number, byte[] target) {
    int record = (int) (number % times.length);
    int length = starts[record + 1] - starts[record];
    System.arraycopy(bytes, starts[record], target, 0, length);
    long time = millis[record] + number / times.length * lap;
    for (int i = times[record] + DIGITS - 1; i >= times[record]; i--) {
      target[i] = (byte) ('0' + time % 10);
      time /= 10;
    }
    return length;
  }

  /** Bytes of the longest record. */
  int longest() {
    int longest = 0;
    for (int i = 0; i < times.length; i++) {
      longest = Math.max(longest, starts[i + 1] - starts[i]);
    }
    return longest;
  }
}
