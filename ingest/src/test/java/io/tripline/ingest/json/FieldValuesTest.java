package io.tripline.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.ingest.TestTypes;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each type's ways of being written, and what is said of the others. */
final class FieldValuesTest {
  private final Decoding decoding = new Decoding(TestTypes.schema(1, TestTypes.everyType()));

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void good(String field, String json, Object value) {
    Rejection rejection = decoding.decode("{\"time\":0,\"" + field + "\":" + json + "}");
    assertThat(rejection).isNull();
    assertThat(decoding.values()).containsEntry(field, value);
  }

  static Stream<Arguments> good() {
    return Stream.of(
        arguments("string", "\"abc\"", "abc"),
        arguments("string", "\"\"", ""),
        arguments("string", "\"a\\n\\\"\\\\\\/\\u00e4\"", "a\n\"\\/ä"),
        arguments("string", "\"\\ud83d\\ude00 😀 é\"", "😀 😀 é"),
        arguments("string", "\"\\u0000\"", "\0"),
        arguments("string", "\"\\ud800x\"", "\uFFFDx"), // half a pair: not a character
        arguments("bool", "true", 1L),
        arguments("bool", "false", 0L),
        arguments("int", "0", 0L),
        arguments("int", "-0", 0L),
        arguments("int", "42", 42L),
        arguments("int", "-7", -7L),
        arguments("int", "1.0", 1L),
        arguments("int", "1e3", 1000L),
        arguments("int", "1200e-2", 12L),
        arguments("int", "9223372036854775807", Long.MAX_VALUE),
        arguments("int", "-9223372036854775807", -Long.MAX_VALUE),
        arguments("double", "1", 1.0),
        arguments("double", "-2.5e-3", -0.0025),
        arguments("double", "0.1", 0.1),
        arguments("double", "1.7976931348623157e308", Double.MAX_VALUE),
        arguments("double", "4.9e-324", Double.MIN_VALUE),
        arguments("double", "123456789012345678901234567890", 123456789012345678901234567890.0),
        arguments("double", "1e-999", 0.0),
        arguments("double", "-0.0", -0.0),
        arguments("decimal", "12", 1200L),
        arguments("decimal", "12.5", 1250L),
        arguments("decimal", "12.50", 1250L),
        arguments("decimal", "12.500000", 1250L),
        arguments("decimal", "\"12.50\"", 1250L),
        arguments("decimal", "\"-0.01\"", -1L),
        arguments("decimal", "\"007.50\"", 750L),
        arguments("decimal", "1.25e1", 1250L),
        arguments("decimal", "125E-2", 125L),
        arguments("decimal", "0.00000000000000000000000000000", 0L),
        arguments("decimal", "0e999999999999", 0L),
        arguments("decimal", "100000000000000000000000e-20", 100000L),
        arguments("decimal", "92233720368547758.07", Long.MAX_VALUE),
        arguments("decimal", "-92233720368547758.07", -Long.MAX_VALUE),
        arguments("decimal0", "12.0", 12L),
        arguments("decimal9", "0.000000001", 1L),
        arguments("timestamp", "1522540831000", 1522540831000L),
        arguments("timestamp", "-1", -1L),
        arguments("timestamp", "1.5e3", 1500L),
        arguments("timestamp", "\"2026-01-31T10:00:00Z\"", millis("2026-01-31T10:00:00Z")),
        arguments("timestamp", "\"2026-01-31T10:00:00.5Z\"", millis("2026-01-31T10:00:00.500Z")),
        arguments("timestamp", "\"2026-01-31T10:00:00.123456789Z\"", 1769853600123L),
        arguments("timestamp", "\"2026-01-31T10:00:00.123+01:00\"", 1769850000123L),
        arguments("timestamp", "\"2026-01-31T10:00:00-05:30\"", millis("2026-01-31T15:30:00Z")),
        arguments("timestamp", "\"2026-01-31T10:00:00+0100\"", millis("2026-01-31T09:00:00Z")),
        arguments("timestamp", "\"2026-01-31T10:00:00+01\"", millis("2026-01-31T09:00:00Z")),
        arguments("timestamp", "\"2026-01-31 10:00:00Z\"", millis("2026-01-31T10:00:00Z")),
        arguments("timestamp", "\"2026-01-31t10:00:00z\"", millis("2026-01-31T10:00:00Z")),
        arguments("timestamp", "\"2026-01-31T10:00Z\"", millis("2026-01-31T10:00:00Z")),
        arguments("timestamp", "\"2024-02-29T00:00:00Z\"", millis("2024-02-29T00:00:00Z")),
        arguments("timestamp", "\"1969-12-31T23:59:59.999Z\"", -1L),
        arguments("timestamp", "\"0001-01-01T00:00:00Z\"", millis("0001-01-01T00:00:00Z")),
        arguments("timestamp", "\"9999-12-31T23:59:59.999Z\"", millis("9999-12-31T23:59:59.999Z")),
        arguments("duration", "600000", 600_000L),
        arguments("duration", "-5", -5L),
        arguments("duration", "\"PT10M\"", 600_000L),
        arguments("duration", "\"P1DT2H\"", 93_600_000L),
        arguments("duration", "\"PT0.5S\"", 500L),
        arguments("duration", "\"-PT1S\"", -1_000L),
        arguments("duration", "\"500ms\"", 500L),
        arguments("duration", "\"30s\"", 30_000L),
        arguments("duration", "\"10m\"", 600_000L),
        arguments("duration", "\"2h\"", 7_200_000L),
        arguments("duration", "\"7d\"", 604_800_000L),
        arguments("enum", "\"POS\"", 0L),
        arguments("enum", "\"ATM\"", 2L),
        arguments("ip", "\"192.0.2.1\"", ip("192.0.2.1")),
        arguments("ip", "\"0.0.0.0\"", ip("0.0.0.0")),
        arguments("ip", "\"255.255.255.255\"", ip("255.255.255.255")),
        arguments("ip", "\"2001:db8::1\"", ip("2001:db8::1")),
        arguments("ip", "\"::ffff:192.0.2.1\"", ip("192.0.2.1")),
        arguments("geo", "{\"lat\":52.5,\"lon\":13.4}", new Geo(52.5, 13.4)),
        arguments("geo", "{\"lon\":-180,\"x\":{\"lat\":1},\"lat\":90}", new Geo(90, -180)),
        arguments("geo", "{\"lat\":1,\"lon\":2,\"lat\":3}", new Geo(3, 2)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void bad(String field, String json, String code, String reason) {
    Rejection rejection = decoding.decode("{\"time\":0,\"" + field + "\":" + json + "}");
    assertThat(rejection).isEqualTo(new Rejection(code, reason));
    assertThat(decoding.writer.count()).isZero();
    assertThat(decoding.writer.length()).isZero();
  }

  static Stream<Arguments> bad() {
    String decimal = "Field decimal (decimal(2)) must ";
    String timestamp = "Field timestamp (timestamp) must ";
    String aTime = "be a time such as \"2026-01-31T10:00:00Z\" or milliseconds since 1970, but is ";
    String duration =
        "Field duration (duration) must be a duration such as \"PT10M\", \"10m\" or 600000"
            + " (milliseconds), but is ";
    String ip =
        "Field ip (ip) must be an IP address such as \"192.0.2.1\" or \"2001:db8::1\", but is ";
    String symbol = "Field enum (enum(POS, ECOM, ATM)) must be ";
    return Stream.of(
        wrongType("string", "12", "Field string (string) must be a string, but is 12."),
        wrongType("string", "true", "Field string (string) must be a string, but is true."),
        wrongType(
            "string", "{\"a\":1}", "Field string (string) must be a string, but is an object."),
        wrongType("string", "[1]", "Field string (string) must be a string, but is an array."),
        wrongType("bool", "\"true\"", "Field bool (bool) must be true or false, but is \"true\"."),
        wrongType("bool", "1", "Field bool (bool) must be true or false, but is 1."),
        wrongType("int", "\"12\"", "Field int (int) must be a whole number, but is \"12\"."),
        wrongType("int", "1.5", "Field int (int) must be a whole number, but is 1.5."),
        wrongType("int", "5e-1", "Field int (int) must be a whole number, but is 5e-1."),
        overflow("int", "9223372036854775808", "Field int (int)"),
        overflow("int", "-9223372036854775808", "Field int (int)"),
        overflow("int", "1e19", "Field int (int)"),
        overflow("int", "1e999999999999", "Field int (int)"),
        wrongType("double", "\"1.5\"", "Field double (double) must be a number, but is \"1.5\"."),
        arguments(
            "double",
            "1e309",
            "overflow",
            "Field double (double) must be in the range of a double, but is 1e309."),
        wrongType(
            "decimal", "true", decimal + "be a number, or a string that holds one, but is true."),
        wrongType(
            "decimal",
            "\"12,50\"",
            decimal + "be a number, or a string that holds one, but is \"12,50\"."),
        wrongType(
            "decimal", "\"\"", decimal + "be a number, or a string that holds one, but is \"\"."),
        wrongType(
            "decimal",
            "\"1.\"",
            decimal + "be a number, or a string that holds one, but is \"1.\"."),
        wrongType(
            "decimal",
            "\" 1\"",
            decimal + "be a number, or a string that holds one, but is \" 1\"."),
        wrongType(
            "decimal",
            "\"1e\"",
            decimal + "be a number, or a string that holds one, but is \"1e\"."),
        wrongType(
            "decimal",
            "\"NaN\"",
            decimal + "be a number, or a string that holds one, but is \"NaN\"."),
        arguments(
            "decimal",
            "1.234",
            "too_many_digits",
            decimal + "have at most 2 digits after the point, but is 1.234."),
        arguments(
            "decimal",
            "\"1e-3\"",
            "too_many_digits",
            decimal + "have at most 2 digits after the point, but is \"1e-3\"."),
        arguments(
            "decimal",
            "12345678901234567890123.456",
            "too_many_digits",
            decimal + "have at most 2 digits after the point, but is 12345678901234567890123.456."),
        overflow("decimal", "92233720368547758.08", "Field decimal (decimal(2))"),
        overflow("decimal", "-92233720368547758.08", "Field decimal (decimal(2))"),
        overflow("decimal", "1e17", "Field decimal (decimal(2))"),
        overflow("decimal9", "9223372036.854775808", "Field decimal9 (decimal(9))"),
        wrongType("timestamp", "true", timestamp + aTime + "true."),
        badTime("\"yesterday\"", aTime + "\"yesterday\"."),
        badTime("\"1522540831000\"", aTime + "\"1522540831000\"."),
        badTime("\"2026-01-31\"", aTime + "\"2026-01-31\"."),
        badTime("\"2026-02-29T00:00:00Z\"", aTime + "\"2026-02-29T00:00:00Z\"."),
        badTime("\"2026-13-01T00:00:00Z\"", aTime + "\"2026-13-01T00:00:00Z\"."),
        badTime("\"2026-01-31T24:00:00Z\"", aTime + "\"2026-01-31T24:00:00Z\"."),
        badTime("\"2026-01-31T10:00:60Z\"", aTime + "\"2026-01-31T10:00:60Z\"."),
        badTime("\"2026-01-31T10:00:00,5Z\"", aTime + "\"2026-01-31T10:00:00,5Z\"."),
        badTime("\"2026-01-31T10:00:00Zx\"", aTime + "\"2026-01-31T10:00:00Zx\"."),
        badTime("\"2026-01-31T10:00:00+19:00\"", aTime + "\"2026-01-31T10:00:00+19:00\"."),
        badTime(
            "\"2026-01-31T10:00:00\"",
            "end with Z or an offset such as +01:00, but is \"2026-01-31T10:00:00\"."),
        badTime("1.5", "be whole milliseconds, but is 1.5."),
        badTime("1e18", "lie in the years 1 to 9999, but is 1e18."),
        badTime("1e30", "lie in the years 1 to 9999, but is 1e30."),
        badTime(
            "\"0000-12-31T00:00:00Z\"",
            "lie in the years 1 to 9999, but is \"0000-12-31T00:00:00Z\"."),
        badTime(
            "\"0001-01-01T00:00:00+01:00\"",
            "lie in the years 1 to 9999, but is \"0001-01-01T00:00:00+01:00\"."),
        arguments("duration", "\"soon\"", "bad_duration", duration + "\"soon\"."),
        arguments("duration", "\"10\"", "bad_duration", duration + "\"10\"."),
        arguments("duration", "\"10 m\"", "bad_duration", duration + "\"10 m\"."),
        arguments("duration", "\"\"", "bad_duration", duration + "\"\"."),
        arguments("duration", "\"P1Y\"", "bad_duration", duration + "\"P1Y\"."),
        arguments("duration", "0.5", "bad_duration", duration + "0.5."),
        wrongType("duration", "[]", duration + "an array."),
        overflow("duration", "1e30", "Field duration (duration)"),
        overflow("duration", "\"99999999999999999999d\"", "Field duration (duration)"),
        overflow("duration", "\"P999999999999999999D\"", "Field duration (duration)"),
        arguments(
            "enum", "\"WEB\"", "unknown_symbol", symbol + "one of its symbols, but is \"WEB\"."),
        arguments(
            "enum", "\"pos\"", "unknown_symbol", symbol + "one of its symbols, but is \"pos\"."),
        wrongType("enum", "0", symbol + "a string, one of its symbols, but is 0."),
        arguments("ip", "\"1.2.3\"", "bad_ip", ip + "\"1.2.3\"."),
        arguments("ip", "\"256.0.0.1\"", "bad_ip", ip + "\"256.0.0.1\"."),
        arguments("ip", "\"localhost\"", "bad_ip", ip + "\"localhost\"."),
        arguments("ip", "\"\"", "bad_ip", ip + "\"\"."),
        wrongType(
            "ip",
            "16909060",
            "Field ip (ip) must be a string with an IP address, but is 16909060."),
        wrongType(
            "geo",
            "[52.5,13.4]",
            "Field geo (geo) must be an object with \"lat\" and \"lon\", but is an array."),
        badGeo("{}", "have both \"lat\" and \"lon\"."),
        badGeo("{\"lat\":1}", "have both \"lat\" and \"lon\"."),
        badGeo("{\"lat\":1,\"lon\":null}", "have both \"lat\" and \"lon\"."),
        badGeo("{\"lat\":\"1\",\"lon\":2}", "have numbers as \"lat\" and \"lon\"."),
        badGeo("{\"lat\":{},\"lon\":2}", "have numbers as \"lat\" and \"lon\"."),
        badGeo("{\"lat\":90.1,\"lon\":2}", "have a \"lat\" from -90 to 90."),
        badGeo("{\"lat\":9,\"lon\":-181}", "have a \"lon\" from -180 to 180."),
        badGeo("{\"lat\":1e999,\"lon\":1}", "have a \"lat\" from -90 to 90."),
        wrongType(
            "secretInt",
            "\"4111111111111111\"",
            "Field secretInt (int) must be a whole number, but is another string."),
        wrongType(
            "secret",
            "4111111111111111",
            "Field secret (string) must be a string, but is a number."),
        wrongType(
            "secret", "true", "Field secret (string) must be a string, but is a truth value."),
        wrongType(
            "int",
            "\"" + "long ".repeat(20) + "\"",
            "Field int (int) must be a whole number, but is \"" + "long ".repeat(8) + "…\"."),
        wrongType(
            "int",
            "\"a\\u0007\\n\\\"\\u202e\"",
            "Field int (int) must be a whole number, but is \"a\\u0007\\u000a\\\"\\u202e\"."));
  }

  private static Arguments wrongType(String field, String json, String reason) {
    return arguments(field, json, "wrong_type", reason);
  }

  private static Arguments overflow(String field, String json, String label) {
    return arguments(
        field, json, "overflow", label + " must fit into 64 bits, but is " + json + ".");
  }

  private static Arguments badTime(String json, String demand) {
    return arguments(
        "timestamp", json, "bad_timestamp", "Field timestamp (timestamp) must " + demand);
  }

  private static Arguments badGeo(String json, String demand) {
    return arguments("geo", json, "bad_geo", "Field geo (geo) must " + demand);
  }

  private static long millis(String iso) {
    return Instant.parse(iso).toEpochMilli();
  }

  private static IpAddress ip(String text) {
    return IpAddress.parse(text).orElseThrow();
  }
}
