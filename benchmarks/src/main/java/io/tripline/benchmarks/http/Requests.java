package io.tripline.benchmarks.http;

import java.nio.ByteBuffer;

/** What is asked, and what is looked at in an answer. Used by two threads, and so stateless. */
interface Requests {
  /** The most bytes of one request. */
  int MOST_BYTES = 1 << 18;

  /**
   * Puts a whole request, head and body, into a buffer.
   *
   * @param number from 0; each is asked once
   */
  void put(int number, ByteBuffer out);

  /**
   * Looks at an answer with the status 200.
   *
   * @param number of the request
   * @param bytes the body is {@code bytes[from]} to {@code bytes[to - 1]}
   * @throws IllegalStateException if it is no answer to this request
   */
  void check(int number, byte[] bytes, int from, int to, Tally tally);
}
