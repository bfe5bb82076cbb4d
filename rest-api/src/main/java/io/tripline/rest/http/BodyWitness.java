package io.tripline.rest.http;

import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Sees a request's body, unpacked, as its handler reads it: its digest, its length, and its
 * beginning. Used by the request's thread.
 */
public final class BodyWitness {
  private static final String ATTRIBUTE = BodyWitness.class.getName();

  private final MessageDigest digest;
  private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
  private final int kept;
  private long length;
  private boolean tellsDigestOnly;

  private BodyWitness(int kept) {
    this.kept = kept;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each Java has it
    }
  }

  /**
   * Lets a body be seen that has not been read yet.
   *
   * @param kept how many bytes of it are kept
   */
  public static BodyWitness of(Context ctx, int kept) {
    BodyWitness witness = new BodyWitness(kept);
    ctx.attribute(ATTRIBUTE, witness);
    return witness;
  }

  /** How many bytes were read. */
  public long length() {
    return length;
  }

  /** SHA-256 of what was read, in hexadecimal digits; asked for once. */
  public String digest() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Lets nothing of a body be told but its digest: there is personal data in it. */
  public static void tellDigestOnly(Context ctx) {
    @Nullable BodyWitness witness = ctx.attribute(ATTRIBUTE);
    if (witness != null) {
      witness.tellsDigestOnly = true;
    }
  }

  /** What was read, if it is no more than is kept, and may be told. */
  public byte @Nullable [] whole() {
    return !tellsDigestOnly && length == beginning.size() ? beginning.toByteArray() : null;
  }

  /** The body, seen by its witness if it has one. */
  static InputStream seen(Context ctx, InputStream in) {
    @Nullable BodyWitness witness = ctx.attribute(ATTRIBUTE);
    return witness == null ? in : witness.new Seen(in);
  }

  private void see(byte[] bytes, int from, int count) {
    digest.update(bytes, from, count);
    length += count;
    beginning.write(bytes, from, Math.min(count, kept - beginning.size()));
  }

  private final class Seen extends FilterInputStream {
    Seen(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
      int count = super.read(bytes, from, most);
      if (count > 0) {
        see(bytes, from, count);
      }
      return count;
    }
  }
}
