package io.tripline.ingest.json;

import java.io.InputStream;
import java.io.OutputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * One Jackson parser that reads record after record. Making a parser costs about as much as parsing
 * a short record, so it is kept: it sees the records as one endless stream, and is given the next
 * one only when it has read the last one to its end. After an error it is replaced.
 *
 * <p>Not thread-safe.
 */
final class RecordParser {
  /**
   * A parser remembers every name it sees. Replacing it now and then, which hands the names to the
   * factory, whose memory is bounded, keeps its own bounded too.
   */
  private static final int RECORDS_PER_PARSER = 4_096;

  private final JsonFactory factory;
  private final Feed feed = new Feed();
  private JsonParser parser;
  private int recordsLeft;
  private long fedBefore;

  RecordParser(DecodeLimits limits) {
    factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.maxDepth())
                    .maxNumberLength(limits.maxNumberLength())
                    .maxNameLength(limits.maxNameLength())
                    .maxStringLength(limits.maxEventBytes())
                    .build())
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION) // UTF-8, nothing else
            .build();
    parser = create();
  }

  JsonFactory factory() {
    return factory;
  }

  /**
   * The parser, before the first token of a record.
   *
   * @param length more than 0
   */
  JsonParser open(byte[] bytes, int offset, int length) {
    if (--recordsLeft < 0) {
      discard();
    }
    fedBefore += feed.length;
    feed.set(bytes, offset, length);
    return parser;
  }

  /** Whether the parser, having read the last token that it should, has left nothing. */
  boolean atEnd() {
    return parser.releaseBuffered(OutputStream.nullOutputStream()) == 0 && feed.available() == 0;
  }

  /** How many bytes of the record lie before a place that Jackson names. */
  long inRecord(long byteOffset) {
    return byteOffset - fedBefore;
  }

  /** Gives up the parser, which may be in the middle of a record. */
  void discard() {
    parser.close();
    parser = create();
  }

  private JsonParser create() {
    recordsLeft = RECORDS_PER_PARSER;
    fedBefore = 0;
    feed.set(new byte[0], 0, 0);
    return factory.createParser(ObjectReadContext.empty(), feed);
  }

  /** Hands out the bytes of the present record, and then says that the stream is at its end. */
  private static final class Feed extends InputStream {
    private byte[] bytes = {};
    private int position;
    private int end;
    private int length;

    void set(byte[] record, int offset, int count) {
      bytes = record;
      position = offset;
      end = offset + count;
      length = count;
    }

    @Override
    public int read() {
      return position < end ? bytes[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int count) {
      int n = Math.min(count, end - position);
      if (n <= 0) {
        return -1;
      }
      System.arraycopy(bytes, position, into, offset, n);
      position += n;
      return n;
    }

    @Override
    public int available() {
      return end - position;
    }
  }
}
