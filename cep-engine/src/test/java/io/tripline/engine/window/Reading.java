package io.tripline.engine.window;

import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Readings;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Takes one reading, boxed. */
final class Reading implements Readings {
  private @Nullable Object value;
  private int puts;

  /** A reading of an aggregate. */
  static @Nullable Object of(
      SeriesKeeper keeper, int state, int aggregate, EventView tested, long clock) {
    Reading reading = new Reading();
    keeper.read(state, aggregate, tested, clock, reading, 64);
    if (reading.puts != 1) {
      throw new AssertionError(reading.puts + " values were put");
    }
    Type type = keeper.series().aggregates().get(aggregate).type();
    return type == Type.Simple.BOOL && reading.value instanceof Long n
        ? (Object) (n == 1)
        : reading.value;
  }

  private void put(int offset, @Nullable Object of) {
    if (offset != 64) {
      throw new AssertionError("put to " + offset);
    }
    value = of;
    puts++;
  }

  @Override
  public void putLong(int offset, long of) {
    put(offset, of == Nulls.LONG ? null : (Object) of);
  }

  @Override
  public void putDouble(int offset, double of) {
    put(offset, Double.isNaN(of) ? null : (Object) of);
  }

  @Override
  public void putText(int offset, byte @Nullable [] bytes, int from, int length) {
    put(offset, bytes == null ? null : new String(bytes, from, length, StandardCharsets.UTF_8));
  }

  @Override
  public void putIp(int offset, boolean isNull, long high, long low) {
    put(offset, isNull ? null : new IpAddress(high, low));
  }

  @Override
  public void putGeo(int offset, double lat, double lon) {
    put(offset, Double.isNaN(lat) ? null : new Geo(lat, lon));
  }
}
