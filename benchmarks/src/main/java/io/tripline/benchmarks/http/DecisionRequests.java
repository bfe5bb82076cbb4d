package io.tripline.benchmarks.http;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Asks for decisions, each on another event of the world. */
final class DecisionRequests implements Requests {
  private static final byte[] HEAD_END = Ascii.bytes("\r\n\r\n");
  private static final byte[] DECISION = Ascii.bytes("{\"decision\":\"");
  private static final byte[] DECIDED = Ascii.bytes("\"decided\":true");
  private static final byte[] TIMED_OUT = Ascii.bytes("\"timed_out\":true");
  private static final byte[] IN_TIME = Ascii.bytes("\"timed_out\":false");
  private static final byte[] MATCHED = Ascii.bytes("\"not_matched\":null");
  private static final byte[] FIRST_TIME = Ascii.bytes("\"repeated\":false");

  private final BankWorld world;
  private final byte[] head;

  DecisionRequests(BankWorld world, URI server) {
    this.world = world;
    this.head =
        Ascii.bytes(
            "POST /v1/decisions HTTP/1.1\r\nHost: "
                + server.getAuthority()
                + "\r\nContent-Type: application/json\r\nContent-Length: ");
  }

  @Override
  public void put(int number, ByteBuffer out) {
    out.put(head);
    putNumber(world.length(number), out);
    out.put(HEAD_END);
    world.put(number, out);
  }

  private static void putNumber(int number, ByteBuffer out) {
    if (number >= 10) {
      putNumber(number / 10, out);
    }
    out.put((byte) ('0' + number % 10));
  }

  @Override
  public void check(int number, byte[] bytes, int from, int to, Tally tally) {
    int id = Ascii.indexOf(bytes, from, to, Ascii.ID);
    boolean timedOut = Ascii.indexOf(bytes, from, to, TIMED_OUT) >= 0;
    boolean isAnswer =
        Ascii.startsWith(bytes, from, to, DECISION)
            && id >= 0
            && world.isId(number, bytes, id + Ascii.ID.length)
            && Ascii.indexOf(bytes, from, id, FIRST_TIME) >= 0
            && (timedOut
                || Ascii.indexOf(bytes, from, id, IN_TIME) >= 0
                    && Ascii.indexOf(bytes, from, id, MATCHED) >= 0);
    if (!isAnswer) {
      throw new IllegalStateException(
          "request "
              + number
              + " was answered "
              + new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }
    if (timedOut) {
      tally.atDeadline++;
    } else if (Ascii.indexOf(bytes, from, id, DECIDED) >= 0) {
      tally.decided++;
    }
  }
}
