package io.tripline.benchmarks.http;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Sends payments as lines, so many in each request. */
final class EventBatches implements Requests {
  private static final long START = 1_790_000_000_000L;
  private static final int CARDS = 100_000;
  private static final int EVENTS_A_MILLI = 10;
  private static final byte[] TEMPLATE = template();
  private static final int ID_END = endOf("\"p000000000000");
  private static final int TIME_END = endOf("\"time\":0000000000000");
  private static final int CARD_END = endOf("card-000000");

  private final byte[] head;
  private final int size;
  private final byte[] accepted;

  /**
   * @param size events of a request
   */
  EventBatches(URI server, int size) {
    this.size = size;
    this.head =
        Ascii.bytes(
            "POST /v1/events HTTP/1.1\r\nHost: "
                + server.getAuthority()
                + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: "
                + size * TEMPLATE.length
                + "\r\n\r\n");
    this.accepted = Ascii.bytes("\"accepted\":" + size + ",\"rejected\":0");
  }

  /** Rules that take these events. */
  static String rules() {
    return """
    event Payment {
      id      string     @id
      time    timestamp  @time
      card    string
      amount  decimal(2)
    }
    rule rising {
      severity low
      by card
      pattern a -> b within 10m
      define
        a: Payment where amount < 50
        b: Payment where amount >= 50 and amount > 100 * a.amount
      alert "rising"
    }
    rule often { on Payment by card when count() over 1h > 1000 alert "often" }
    """;
  }

  int size() {
    return size;
  }

  private static int endOf(String part) {
    byte[] bytes = Ascii.bytes(part);
    return Ascii.indexOf(TEMPLATE, 0, TEMPLATE.length, bytes) + bytes.length;
  }

  /** A line in which the numbers are still to be put. */
  private static byte[] template() {
    return Ascii.bytes(
        "{\"type\":\"Payment\",\"id\":\"p000000000000\",\"time\":0000000000000,"
            + "\"card\":\"card-000000\",\"amount\":10.00}\n");
  }

  @Override
  public void put(int number, ByteBuffer out) {
    out.put(head);
    for (long event = (long) number * size; event < (number + 1L) * size; event++) {
      int start = out.position();
      out.put(TEMPLATE);
      digits(out, start + ID_END, event);
      digits(out, start + TIME_END, START + event / EVENTS_A_MILLI);
      digits(out, start + CARD_END, event * 7_919 % CARDS);
    }
  }

  private static void digits(ByteBuffer out, int end, long number) {
    int at = end;
    for (long left = number; left > 0; left /= 10) {
      out.put(--at, (byte) ('0' + left % 10));
    }
  }

  @Override
  public void check(int number, byte[] bytes, int from, int to, Tally tally) {
    if (Ascii.indexOf(bytes, from, to, accepted) < 0) {
      throw new IllegalStateException(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }
  }
}
