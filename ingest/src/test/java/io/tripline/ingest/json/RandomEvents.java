package io.tripline.ingest.json;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes random events and writes them as JSON in any of the ways that are allowed, with nothing of
 * the decoder's: the values are made first and then written.
 */
final class RandomEvents {
  /** An event, what its fields should come out as, and one of its many forms. */
  record Written(String json, Map<String, Object> values) {}

  private final Random random;

  RandomEvents(long seed) {
    random = new Random(seed);
  }

  Written next(EventType type) {
    Map<String, Object> values = new LinkedHashMap<>();
    List<String> members = new ArrayList<>();
    for (EventType.Field field : type.fields()) {
      if (field.nullable() && random.nextInt(4) == 0) {
        if (random.nextBoolean()) {
          members.add(member(field.jsonName(), "null"));
        }
        continue;
      }
      Object value = value(field.type());
      values.put(field.name(), value);
      members.add(member(field.jsonName(), write(field.type(), value)));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      members.add(member("unknown" + i, anything(3)));
    }
    if (random.nextInt(3) > 0) {
      Collections.shuffle(members, random);
    }
    String typeMember = member("type", quote(type.name()));
    members.add(random.nextBoolean() ? 0 : random.nextInt(members.size() + 1), typeMember);
    return new Written(space() + "{" + String.join(",", members) + "}" + space(), values);
  }

  private Object value(Type type) {
    return switch (type) {
      case Type.Decimal d -> anyLong();
      case Type.Enumeration e -> (long) random.nextInt(e.symbols().size());
      case Type.Simple simple ->
          switch (simple) {
            case STRING -> text();
            case BOOL -> (long) random.nextInt(2);
            case INT, DURATION -> anyLong();
            case DOUBLE, LENGTH, SPEED -> anyDouble();
            case TIMESTAMP -> anyTime();
            case IP -> anyAddress();
            case GEO -> new Geo(180 * random.nextDouble() - 90, 360 * random.nextDouble() - 180);
            case NULL -> throw new AssertionError();
          };
    };
  }

  private long anyLong() {
    long value = random.nextLong() >> random.nextInt(64);
    return value == Long.MIN_VALUE ? 0 : value;
  }

  private double anyDouble() {
    double value =
        switch (random.nextInt(3)) {
          case 0 -> random.nextInt(100_000) / 100.0;
          case 1 -> random.nextGaussian();
          default -> Double.longBitsToDouble(random.nextLong());
        };
    return Double.isFinite(value) ? value : 0;
  }

  private long anyTime() {
    return random.nextBoolean()
        ? 1_500_000_000_000L + random.nextInt()
        : random.nextLong(TimestampText.MIN, TimestampText.MAX + 1);
  }

  private IpAddress anyAddress() {
    String text =
        random.nextBoolean()
            ? "%d.%d.%d.%d"
                .formatted(
                    random.nextInt(256),
                    random.nextInt(256),
                    random.nextInt(256),
                    random.nextInt(256))
            : "2001:db8::%x:%x".formatted(random.nextInt(65536), random.nextInt(65536));
    return IpAddress.parse(text).orElseThrow();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int c =
          switch (random.nextInt(6)) {
            case 0 -> random.nextInt(0x80);
            case 1 -> 0x80 + random.nextInt(0x780);
            case 2 -> 0x1F300 + random.nextInt(0x200);
            default -> 'a' + random.nextInt(26);
          };
      text.appendCodePoint(c);
    }
    return text.toString();
  }

  private String write(Type type, Object value) {
    return switch (type) {
      case Type.Decimal d -> decimal(new BigDecimal(BigInteger.valueOf((long) value), d.scale()));
      case Type.Enumeration e -> quote(e.symbols().get((int) (long) value));
      case Type.Simple simple ->
          switch (simple) {
            case STRING -> quote((String) value);
            case BOOL -> (long) value == 1 ? "true" : "false";
            case INT -> number(new BigDecimal((long) value));
            case DOUBLE, LENGTH, SPEED -> value.toString();
            case TIMESTAMP -> time((long) value);
            case DURATION -> duration((long) value);
            case IP -> quote(value.toString());
            case GEO -> geo((Geo) value);
            case NULL -> throw new AssertionError();
          };
    };
  }

  private String number(BigDecimal value) {
    return switch (random.nextInt(4)) {
      case 0 -> value.setScale(value.scale() + random.nextInt(3)).toPlainString();
      case 1 -> {
        int shift = random.nextInt(-5, 6);
        yield value.movePointLeft(shift).toPlainString()
            + (random.nextBoolean() ? "e" : "E")
            + shift;
      }
      default -> value.toPlainString();
    };
  }

  private String decimal(BigDecimal value) {
    return random.nextInt(3) == 0 ? quote(number(value)) : number(value);
  }

  private String time(long millis) {
    Instant instant = Instant.ofEpochMilli(millis);
    return switch (random.nextInt(4)) {
      case 0 -> Long.toString(millis);
      case 1 -> quote(instant.toString());
      case 2 -> {
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * random.nextInt(-18 * 60, 18 * 60 + 1));
        java.time.OffsetDateTime local = instant.atOffset(offset);
        yield local.getYear() < 1 || local.getYear() > 9999
            ? Long.toString(millis)
            : quote(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local));
      }
      default ->
          quote(
              DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS'789'X")
                  .withZone(ZoneOffset.UTC)
                  .format(instant));
    };
  }

  private String duration(long millis) {
    return switch (random.nextInt(3)) {
      case 0 -> Long.toString(millis);
      case 1 -> quote(Duration.ofMillis(millis).toString());
      default -> millis < 0 ? Long.toString(millis) : quote(millis + "ms");
    };
  }

  private String geo(Geo geo) {
    String lat = member("lat", Double.toString(geo.lat()));
    String lon = member("lon", Double.toString(geo.lon()));
    return random.nextBoolean()
        ? "{" + lat + "," + lon + "}"
        : "{" + lon + "," + member("alt", anything(1)) + "," + lat + "}";
  }

  private String anything(int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> "null";
      case 1 -> "true";
      case 2 -> quote(text());
      case 3 -> number(BigDecimal.valueOf(random.nextInt(), random.nextInt(10)));
      case 4 -> "-1.5e-7";
      case 5 -> "[" + anything(depth - 1) + "," + space() + anything(depth - 1) + "]";
      default -> "{" + member("type", anything(depth - 1)) + "}";
    };
  }

  private String member(String name, String value) {
    return space() + quote(name) + space() + ":" + space() + value + space();
  }

  private String space() {
    return random.nextInt(4) > 0 ? "" : " \t\r\n".substring(random.nextInt(4));
  }

  private String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    boolean escapeMuch = random.nextInt(8) == 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      String simple = escape(c);
      if (simple != null && (c != '/' || escapeMuch)) {
        out.append(simple);
      } else if (Character.isHighSurrogate(c)) {
        // Both halves in the same way: half a pair cannot be written as UTF-8.
        char low = text.charAt(++i);
        out.append(escapeMuch ? "\\u%04x\\u%04X".formatted((int) c, (int) low) : "" + c + low);
      } else if (c < 0x20 || escapeMuch && random.nextBoolean()) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  private static @Nullable String escape(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '/' -> "\\/";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> null;
    };
  }
}
