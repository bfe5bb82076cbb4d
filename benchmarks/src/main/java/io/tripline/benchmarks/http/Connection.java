package io.tripline.benchmarks.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A connection that is kept, with one request under way at a time: sent by one thread, its answer
 * received by another.
 */
final class Connection implements AutoCloseable {
  private static final int OK = 200;
  private static final int TOO_MANY = 429;
  private static final byte[] STATUS = Ascii.bytes("HTTP/1.1 ");
  private static final byte[] HEAD_END = Ascii.bytes("\r\n\r\n");
  private static final byte[] LENGTH = Ascii.bytes("\r\nContent-Length: ");

  private final SocketChannel channel;
  private final ByteBuffer out = ByteBuffer.allocateDirect(Requests.MOST_BYTES);
  private ByteBuffer in = ByteBuffer.allocate(1 << 14);
  private int bodyStart;
  private int answerEnd;

  // Of the request under way. The network orders what both threads do, but only for them; the
  // volatile field does so for the JVM.
  private int number;
  private volatile long due;

  Connection(URI server) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
  }

  SocketChannel channel() {
    return channel;
  }

  /** When the request under way was due, by {@link System#nanoTime}. */
  long due() {
    return due;
  }

  /** Sends a request, while no other is under way. */
  void send(Requests requests, int request, long dueAt) throws IOException {
    out.clear();
    requests.put(request, out);
    out.flip();
    number = request;
    due = dueAt;
    while (out.hasRemaining()) {
      channel.write(out);
    }
  }

  /**
   * Reads what has come.
   *
   * @return whether the answer is there as a whole; {@link #check} is to be called then
   */
  boolean receive() throws IOException {
    if (!in.hasRemaining()) {
      in = ByteBuffer.wrap(Arrays.copyOf(in.array(), 2 * in.capacity())).position(in.capacity());
    }
    if (channel.read(in) < 0) {
      throw new EOFException("the server has closed a connection");
    }
    if (answerEnd == 0) {
      readHead();
    }
    return answerEnd != 0 && in.position() >= answerEnd;
  }

  private void readHead() {
    byte[] bytes = in.array();
    int end = Ascii.indexOf(bytes, 0, in.position(), HEAD_END);
    if (end < 0) {
      return;
    }
    int length = Ascii.indexOf(bytes, 0, end, LENGTH);
    if (length < 0 || !Ascii.startsWith(bytes, 0, end, STATUS)) {
      throw unexpected(end);
    }
    bodyStart = end + HEAD_END.length;
    answerEnd = bodyStart + number(bytes, length + LENGTH.length);
  }

  private static int number(byte[] bytes, int at) {
    int value = 0;
    for (int i = at; bytes[i] >= '0' && bytes[i] <= '9'; i++) {
      value = 10 * value + bytes[i] - '0';
    }
    return value;
  }

  /**
   * Looks at the answer, after which another request can be sent.
   *
   * @param latency of the answer, ns
   * @throws IllegalStateException if it is not what was asked for
   */
  void check(Requests requests, long latency, Tally tally) {
    byte[] bytes = in.array();
    switch (number(bytes, STATUS.length)) {
      case OK -> {
        requests.check(number, bytes, bodyStart, answerEnd, tally);
        tally.latencies.recordValue(latency);
      }
      case TOO_MANY -> tally.refused++;
      default -> throw unexpected(answerEnd);
    }
    if (in.position() != answerEnd) {
      throw unexpected(in.position());
    }
    in.clear();
    answerEnd = 0;
  }

  private IllegalStateException unexpected(int end) {
    return new IllegalStateException(
        "request "
            + number
            + " was answered:\n"
            + new String(in.array(), 0, end, StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
