package io.tripline.benchmarks.http;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Asks whether the server is well: what HTTP itself takes, on the same server and client. */
final class HealthRequests implements Requests {
  private static final byte[] UP = Ascii.bytes("\"status\":\"up\"");

  private final byte[] request;

  HealthRequests(URI server) {
    request = Ascii.bytes("GET /health HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n\r\n");
  }

  @Override
  public void put(int number, ByteBuffer out) {
    out.put(request);
  }

  @Override
  public void check(int number, byte[] bytes, int from, int to, Tally tally) {
    if (Ascii.indexOf(bytes, from, to, UP) < 0) {
      throw new IllegalStateException(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }
  }
}
