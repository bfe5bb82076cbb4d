package io.tripline.engine.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A copy of an event, without its raw record, behind the values that features have at it; texts
 * among these lie behind the event. One a lane and worker, reused; not thread-safe.
 *
 * <pre>
 *   values of features │ the event: header, fields, keys, texts │ texts of features
 *                      ▲ base
 * </pre>
 */
public final class EventWithFeatures implements Readings {
  private final EventView view = new EventView();
  private byte[] bytes = new byte[1 << 10];
  private int base;
  private int end;

  /** Takes an event, of whose features every value is null. */
  public EventView begin(EventLayout layout, EventView event) {
    byte[] blank = layout.features().blank();
    int length = event.lengthWithoutRecord();
    base = blank.length;
    end = base + length;
    reserve(0);
    System.arraycopy(blank, 0, bytes, 0, blank.length);
    System.arraycopy(event.bytes(), event.base(), bytes, base, length);
    Bytes.putInt(bytes, base + EventLayout.LENGTH, length);
    Bytes.putInt(bytes, base + EventLayout.RAW_LENGTH, 0);
    return view.wrap(bytes, base);
  }

  /** The event; valid until the next one is taken. */
  public EventView event() {
    return view.wrap(bytes, base);
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
    if (text == null) {
      Bytes.putLong(bytes, base + offset, Nulls.NO_STRING);
      return;
    }
    reserve(length);
    System.arraycopy(text, from, bytes, end, length);
    Bytes.putLong(bytes, base + offset, (long) (end - base) << 32 | length);
    end += length;
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
