package io.tripline.dsl.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Decimal;
import io.tripline.dsl.ir.Type.Simple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;

/** Functions against other ways to say the same. */
class FunctionPropertiesTest {
  private static final double RADIUS = 6_371_008.8;

  /** What the function makes of these arguments; a constant parameter is given its argument. */
  private static @Nullable Object call(String name, List<Type> types, Object... arguments) {
    Function function = Functions.find(name).orElseThrow();
    @Nullable Object[] constants = new Object[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      constants[i] = function.parameter(i).constant() ? arguments[i] : null;
    }
    Binding binding = function.binder().bind(types, Arrays.asList(constants));
    return ((Binding.Bound) binding).kernel().apply(arguments);
  }

  // ---- numbers

  @Provide
  Arbitrary<Long> longs() {
    return Arbitraries.longs()
        .between(Long.MIN_VALUE + 1, Long.MAX_VALUE)
        .withDistribution(RandomDistribution.biased());
  }

  @Property
  void decimalsAreRoundedAsBigDecimalRounds(
      @ForAll("longs") long unscaled,
      @ForAll @IntRange(max = 9) int scale,
      @ForAll @IntRange(max = 9) int digits) {
    BigDecimal value = BigDecimal.valueOf(unscaled, scale);
    List<Type> types = List.of(new Decimal(scale), Simple.INT);
    int kept = Math.min(scale, digits);
    assertThat(call("round", types, unscaled, (long) digits))
        .isEqualTo(unscaled(value, kept, RoundingMode.HALF_UP));
    assertThat(call("floor", types.subList(0, 1), unscaled))
        .isEqualTo(unscaled(value, 0, RoundingMode.FLOOR));
    assertThat(call("ceil", types.subList(0, 1), unscaled))
        .isEqualTo(unscaled(value, 0, RoundingMode.CEILING));
    assertThat(call("abs", types.subList(0, 1), unscaled))
        .isEqualTo(unscaled(value.abs(), scale, RoundingMode.UNNECESSARY));
  }

  private static long unscaled(BigDecimal value, int scale, RoundingMode mode) {
    return value.setScale(scale, mode).unscaledValue().longValueExact();
  }

  // ---- times

  @Provide
  Arbitrary<String> zones() {
    return Arbitraries.of(
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "America/St_Johns",
        "Pacific/Apia",
        "Z",
        "-03:30");
  }

  /** From long before the first rule of a zone to long after the last. */
  @Property
  void partsOfATimeAreThoseOfThePlatform(
      @ForAll @LongRange(min = -10_000_000_000_000L, max = 20_000_000_000_000L) long millis,
      @ForAll("zones") String zone) {
    ZonedDateTime time = Instant.ofEpochMilli(millis).atZone(ZoneId.of(zone));
    List<Type> types = List.of(Simple.TIMESTAMP, Simple.STRING);
    assertThat(call("hour", types, millis, zone)).isEqualTo((long) time.getHour());
    assertThat(call("weekday", types, millis, zone))
        .isEqualTo((long) time.getDayOfWeek().getValue());
    assertThat(call("day", types, millis, zone)).isEqualTo((long) time.getDayOfMonth());
    assertThat(call("month", types, millis, zone)).isEqualTo((long) time.getMonthValue());
  }

  // ---- texts

  @Property
  void substringIsWhatSqlSays(
      @ForAll @StringLength(max = 6) String text,
      @ForAll @LongRange(min = -8, max = 8) long from,
      @ForAll @LongRange(min = 0, max = 8) long length) {
    int[] points = text.codePoints().toArray();
    assertThat(call("substring", List.of(), text, from, length))
        .isEqualTo(positions(points, from, from + length));
    assertThat(call("substring", List.of(), text, from)).isEqualTo(positions(points, from, 99));
    assertThat(call("length", List.of(), text)).isEqualTo((long) points.length);
  }

  /** The characters at the positions from one to before the other, counted from 1. */
  private static String positions(int[] points, long from, long end) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < points.length; i++) {
      if (i + 1 >= from && i + 1 < end) {
        out.appendCodePoint(points[i]);
      }
    }
    return out.toString();
  }

  // ---- places

  @Provide
  Arbitrary<Geo> places() {
    Arbitrary<Double> lat =
        Arbitraries.oneOf(
            Arbitraries.doubles().between(-90, 90), Arbitraries.of(-90.0, 0.0, 90.0, 89.999999));
    Arbitrary<Double> lon =
        Arbitraries.oneOf(
            Arbitraries.doubles().between(-180, 180),
            Arbitraries.of(-180.0, 0.0, 180.0, 179.999999));
    return Combinators.combine(lat, lon).as(Geo::new);
  }

  @Property
  void distanceIsTheAngleBetweenThePlaces(@ForAll("places") Geo a, @ForAll("places") Geo b) {
    double distance = distance(a, b);
    assertThat(distance).isCloseTo(angle(a, b) * RADIUS, within(0.2));
    assertThat(distance).isBetween(0.0, Math.PI * RADIUS + 1e-6);
    assertThat(distance(b, a)).isEqualTo(distance);
    assertThat(distance(a, a)).isZero();
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void noDetourIsShorter(
      @ForAll("places") Geo a, @ForAll("places") Geo b, @ForAll("places") Geo c) {
    assertThat(distance(a, c)).isLessThanOrEqualTo(distance(a, b) + distance(b, c) + 0.4);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void theDateLineIsNoBorder(
      @ForAll("places") Geo a, @ForAll @LongRange(min = -90, max = 90) long lat) {
    assertThat(distance(a, new Geo(lat, 180)))
        .isCloseTo(distance(a, new Geo(lat, -180)), within(0.2));
    assertThat(distance(a, new Geo(90, 12))).isCloseTo(distance(a, new Geo(90, -140)), within(0.2));
  }

  private static double distance(Geo a, Geo b) {
    return (Double) call("distance", List.of(), a, b);
  }

  /** By vectors, with the arc tangent, which is exact for every angle. */
  private static double angle(Geo a, Geo b) {
    double[] u = vector(a);
    double[] v = vector(b);
    double dot = u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
    double x = u[1] * v[2] - u[2] * v[1];
    double y = u[2] * v[0] - u[0] * v[2];
    double z = u[0] * v[1] - u[1] * v[0];
    return Math.atan2(Math.sqrt(x * x + y * y + z * z), dot);
  }

  private static double[] vector(Geo place) {
    double lat = Math.toRadians(place.lat());
    double lon = Math.toRadians(place.lon());
    return new double[] {
      Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)
    };
  }

  @Property
  void speedIsDistanceOverTime(
      @ForAll("places") Geo a,
      @ForAll("places") Geo b,
      @ForAll @LongRange(min = 0, max = 4_102_444_800_000L) long from,
      @ForAll @LongRange(min = 1, max = 10_000_000) long millis) {
    Object speed = call("speed", List.of(), a, from, b, from + millis);
    assertThat((Double) speed)
        .isCloseTo(distance(a, b) / (millis / 1000.0), within(1e-9 * (Double) speed + 1e-12));
    assertThat(call("speed", List.of(), b, from + millis, a, from)).isEqualTo(speed);
  }

  // ---- addresses

  @Provide
  Arbitrary<BigInteger> v4() {
    return Arbitraries.bigIntegers()
        .between(BigInteger.ZERO, BigInteger.ONE.shiftLeft(32).subtract(BigInteger.ONE));
  }

  @Provide
  Arbitrary<BigInteger> v6() {
    return Arbitraries.bigIntegers()
        .between(
            BigInteger.ONE.shiftLeft(64), BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE));
  }

  @Property(tries = 400)
  void v4NetworksCompareTheirFirstBits(
      @ForAll("v4") BigInteger address,
      @ForAll("v4") BigInteger network,
      @ForAll @IntRange(max = 32) int prefix,
      @ForAll @IntRange(max = 32) int shared) {
    BigInteger near = withPrefixOf(network, address, 32, shared);
    assertThat(inNetwork(dotted(near), dotted(network) + "/" + prefix))
        .isEqualTo(near.shiftRight(32 - prefix).equals(network.shiftRight(32 - prefix)));
    assertThat(inNetwork(dotted(near), "::ffff:" + dotted(network) + "/" + (96 + prefix)))
        .isEqualTo(inNetwork(dotted(near), dotted(network) + "/" + prefix));
  }

  @Property(tries = 400)
  void v6NetworksCompareTheirFirstBits(
      @ForAll("v6") BigInteger address,
      @ForAll("v6") BigInteger network,
      @ForAll @IntRange(max = 128) int prefix,
      @ForAll @IntRange(max = 128) int shared) {
    BigInteger near = withPrefixOf(network, address, 128, shared);
    assertThat(inNetwork(groups(near), groups(network) + "/" + prefix))
        .isEqualTo(near.shiftRight(128 - prefix).equals(network.shiftRight(128 - prefix)));
    assertThat(inNetwork(dotted(address.mod(BigInteger.ONE.shiftLeft(32))), groups(network) + "/0"))
        .isFalse();
  }

  /** An address that has so many first bits of another one, so that both answers are frequent. */
  private static BigInteger withPrefixOf(
      BigInteger network, BigInteger address, int bits, int shared) {
    BigInteger rest = BigInteger.ONE.shiftLeft(bits - shared);
    return network.subtract(network.mod(rest)).add(address.mod(rest));
  }

  private static boolean inNetwork(String address, String network) {
    return (Boolean) call("in_network", List.of(), IpAddress.parse(address).orElseThrow(), network);
  }

  private static String dotted(BigInteger address) {
    long bits = address.longValueExact();
    return (bits >> 24) + "." + (bits >> 16 & 255) + "." + (bits >> 8 & 255) + "." + (bits & 255);
  }

  private static String groups(BigInteger address) {
    String hex = "%032x".formatted(address);
    return Arrays.stream(hex.split("(?<=\\G.{4})")).collect(Collectors.joining(":"));
  }

  // ---- card numbers

  @Provide
  Arbitrary<String> digits() {
    return Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(18);
  }

  @Property
  void oneCheckDigitIsRight(@ForAll("digits") String digits) {
    long right = "0123456789".chars().filter(c -> luhn(digits + (char) c)).count();
    assertThat(right).isEqualTo(1);
  }

  @Property
  void oneWrongDigitIsNoticed(
      @ForAll("digits") String digits,
      @ForAll @IntRange(max = 18) int at,
      @ForAll @IntRange(min = 1, max = 9) int change) {
    char check =
        (char) "0123456789".chars().filter(c -> luhn(digits + (char) c)).findFirst().orElseThrow();
    char[] wrong = (digits + check).toCharArray();
    int i = at % wrong.length;
    wrong[i] = (char) ('0' + (wrong[i] - '0' + change) % 10);
    assertThat(luhn(new String(wrong))).isFalse();
  }

  @Property
  void spacesAndHyphensArePassedOver(
      @ForAll("digits") String digits, @ForAll @IntRange(min = 1, max = 19) int first) {
    String spaced = String.join("- ", digits.split(""));
    assertThat(luhn(spaced)).isEqualTo(luhn(digits));
    assertThat(call("bin", List.of(), spaced, (long) first))
        .isEqualTo(first > digits.length() ? null : digits.substring(0, first));
  }

  private static boolean luhn(String number) {
    return (Boolean) call("luhn", List.of(), number);
  }
}
