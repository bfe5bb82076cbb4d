package io.tripline.engine.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values of features as bytes: for each event slots of a fixed size, counted from a base behind
 * them, and then texts. Reused; not thread-safe.
 */
public final class FeatureBuffer implements Readings {
  private byte[] bytes = new byte[1 << 10];
  private int base;
  private int end;

  /** Forgets all. */
  public void clear() {
    end = 0;
  }

  /**
   * Begins behind all that there is.
   *
   * @param blank slots in which all values are null
   * @return the base that offsets are counted from
   */
  public int begin(byte[] blank) {
    reserve(blank.length);
    System.arraycopy(blank, 0, bytes, end, blank.length);
    end += blank.length;
    base = end;
    return base;
  }

  /** Adds bytes behind the base; where they begin. */
  int append(byte[] source, int from, int length) {
    reserve(length);
    System.arraycopy(source, from, bytes, end, length);
    end += length;
    return end - length;
  }

  /** Holds all; another array after something was added. */
  public byte[] bytes() {
    return bytes;
  }

  int base() {
    return base;
  }

  private void reserve(int more) {
    if (end + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end + more, 2 * bytes.length));
    }
  }

  @Override
  public void putLong(int offset, long value) {
    Bytes.putLong(bytes, base + offset, value);
  }

  @Override
  public void putDouble(int offset, double value) {
    Bytes.putDouble(bytes, base + offset, value);
  }

  @Override
  public void putText(int offset, byte @Nullable [] text, int from, int length) {
    long slot = Nulls.NO_STRING;
    if (text != null) {
      slot = (long) (append(text, from, length) - base) << 32 | length;
    }
    Bytes.putLong(bytes, base + offset, slot);
  }

  @Override
  public void putIp(int offset, boolean isNull, long high, long low) {
    Bytes.putLong(bytes, base + offset, isNull ? Nulls.LONG : 0);
    Bytes.putLong(bytes, base + offset + 8, high);
    Bytes.putLong(bytes, base + offset + 16, low);
  }

  @Override
  public void putGeo(int offset, double lat, double lon) {
    Bytes.putDouble(bytes, base + offset, lat);
    Bytes.putDouble(bytes, base + offset + 8, lon);
  }
}
