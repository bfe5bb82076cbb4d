package io.tripline.rest.proxy;

import static io.tripline.rest.proxy.ForwardedHeader.FORWARDED;
import static io.tripline.rest.proxy.ForwardedHeader.X_FORWARDED_FOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is seen behind proxies, and that nobody can choose it who is not trusted. */
final class TrustedProxiesTest {
  private static final String PEER = "10.0.0.1";
  private static final List<String> TRUSTED = List.of("10.0.0.0/8", "fd00::/8", "192.0.2.7");

  private static String seen(ForwardedHeader header, String peer, String... lines) {
    return TrustedProxies.parse(TRUSTED, header).client(peer, List.of(lines));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.9 | 203.0.113.9",
        "203.0.113.9:4711 | 203.0.113.9",
        "2001:db8::9 | 2001:db8:0:0:0:0:0:9",
        "[2001:DB8::9] | 2001:db8:0:0:0:0:0:9",
        "[2001:db8::9]:4711 | 2001:db8:0:0:0:0:0:9",
        "::ffff:203.0.113.9 | 203.0.113.9",
        "198.51.100.1, 203.0.113.9 | 203.0.113.9",
        "198.51.100.1,203.0.113.9 , 10.9.9.9, fd00::1,192.0.2.7 | 203.0.113.9",
        "garbage\", 203.0.113.9 | 203.0.113.9",
        "203.0.113.9, ::ffff:10.0.0.2 | 203.0.113.9",
        "10.0.0.3, 10.0.0.2 | 10.0.0.3",
        "192.0.2.8 | 192.0.2.8"
      })
  void theFirstHopThatIsNotTrusted(String line, String client) {
    assertThat(seen(X_FORWARDED_FOR, PEER, line)).isEqualTo(client);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "203.0.113.9,",
        "unknown",
        "_hidden",
        "203.0.113.9, unknown",
        "203.0.113.9, 10.0.0.2, unknown",
        "203.0.113",
        "203.0.113.09",
        "203.0.113.256",
        "0xcb.0.113.9",
        "3405803785",
        "203.0.113.9:",
        "203.0.113.9:123456",
        "203.0.113.9:http",
        "203.0.113.9 203.0.113.10",
        "\"203.0.113.9\"",
        "[203.0.113.9]",
        "[2001:db8::9",
        "2001:db8::9]",
        "[2001:db8::9]x",
        "2001:db8::9%eth0",
        "2001:db8",
        "1:2:3:4:5:6:7:8:9",
        "localhost",
        "client.example",
        "for=203.0.113.9"
      })
  void whatIsNotUnderstoodLeavesThePeer(String line) {
    assertThat(seen(X_FORWARDED_FOR, PEER, line)).isEqualTo(PEER);
  }

  @Test
  void linesAreOneList() {
    assertThat(seen(X_FORWARDED_FOR, PEER, "198.51.100.1", "203.0.113.9", "10.0.0.2, 10.0.0.3"))
        .isEqualTo("203.0.113.9");
    assertThat(seen(FORWARDED, PEER, "for=\"", "for=203.0.113.9", "for=10.0.0.2"))
        .isEqualTo("203.0.113.9");
    assertThat(seen(X_FORWARDED_FOR, PEER)).isEqualTo(PEER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "for=203.0.113.9 | 203.0.113.9",
        "For=203.0.113.9;proto=https;by=10.0.0.1 | 203.0.113.9",
        "proto=https; FOR=\"203.0.113.9:4711\" ;by=\"[fd00::1]\" | 203.0.113.9",
        "for=\"[2001:db8::9]\" | 2001:db8:0:0:0:0:0:9",
        "for=\"[2001:db8::9]:4711\" | 2001:db8:0:0:0:0:0:9",
        "for=\"[2001:db8::9]:_port\" | 2001:db8:0:0:0:0:0:9",
        "for=198.51.100.1, for=203.0.113.9 | 203.0.113.9",
        "for=198.51.100.1, for=203.0.113.9;host=\"a,b;for=198.51.100.2\" | 203.0.113.9",
        "for=\"unclosed, for=203.0.113.9, for=10.0.0.2 | 203.0.113.9",
        "for=\"a\\\", for=203.0.113.9, for=\"[fd00::2]\" | 203.0.113.9",
        "for=_hidden, for=203.0.113.9 | 203.0.113.9"
      })
  void theSameInTheStandardsForm(String line, String client) {
    assertThat(seen(FORWARDED, PEER, line)).isEqualTo(client);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for=unknown",
        "for=_hidden",
        "for=\"_hidden\"",
        "for=",
        "for=\"\"",
        "for=\"",
        "by=203.0.113.9",
        "203.0.113.9",
        "for = 203.0.113.9",
        "for=203.0.113.9;for=203.0.113.10",
        "for=2001:db8::9",
        "for=\"2001:db8::9\"",
        "for=[2001:db8::9]",
        "for=203.0.113.9:4711",
        "for=\"203.0.113.9",
        "for=\"203.0.113\\.9\"",
        "xfor=203.0.113.9",
        "for=203.0.113.9, for=unknown",
        "for=203.0.113.9,"
      })
  void andWhatIsNotUnderstoodOfThat(String line) {
    assertThat(seen(FORWARDED, PEER, line)).isEqualTo(PEER);
  }

  @Test
  void nobodyElseIsBelieved() {
    for (String peer :
        List.of("203.0.113.50", "2001:db8::1", "[2001:db8:0:0:0:0:0:1]", "11.0.0.1")) {
      assertThat(seen(X_FORWARDED_FOR, peer, "198.51.100.1")).isEqualTo(peer);
      assertThat(seen(FORWARDED, peer, "for=198.51.100.1")).isEqualTo(peer);
    }
    assertThat(TrustedProxies.NONE.client(PEER, List.of("198.51.100.1"))).isEqualTo(PEER);
  }

  @Test
  void aPeerIsTrustedHoweverItIsWritten() {
    for (String peer :
        List.of("10.0.0.1", "fd00::1", "[fd00:0:0:0:0:0:0:1]", "fd00::1%eth0", "::ffff:10.0.0.1")) {
      assertThat(seen(X_FORWARDED_FOR, peer, "203.0.113.9")).isEqualTo("203.0.113.9");
    }
    for (String peer : List.of("[fd00::1", "", "?")) {
      assertThat(seen(X_FORWARDED_FOR, peer, "203.0.113.9")).isEqualTo(peer);
    }
  }

  @Test
  void thereAreNotMoreHopsThanMakeSense() {
    String most = "203.0.113.9" + ", 10.0.0.2".repeat(15);
    assertThat(seen(X_FORWARDED_FOR, PEER, most)).isEqualTo("203.0.113.9");
    assertThat(seen(X_FORWARDED_FOR, PEER, most + ", 10.0.0.2")).isEqualTo(PEER);
  }

  @Test
  void whatIsNoNetwork() {
    for (String each :
        List.of("10.0.0.0/33", "10.0.0.1/8", "proxy.example", "", "::/129", "10.0.0.0/")) {
      refused(each, "is no address and no network");
    }
    refused("0.0.0.0/0", "holds all addresses");
    refused("::/0", "holds all addresses");
  }

  private static void refused(String network, String why) {
    assertThatThrownBy(() -> TrustedProxies.parse(List.of("10.0.0.0/8", network), FORWARDED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageContaining("'" + network + "'");
  }

  @Provide
  Arbitrary<List<String>> whatACallerMakesUp() {
    Arbitrary<String> pieces =
        Arbitraries.oneOf(
            Arbitraries.of(
                "for=",
                "by=",
                "\"",
                "\\",
                "\\\"",
                ",",
                ", ",
                ";",
                "[",
                "]",
                ":",
                " ",
                "\t",
                "%",
                "=",
                "10.0.0.1",
                "10.0.0.2",
                "fd00::1",
                "198.51.100.66",
                "2001:db8::66",
                "unknown",
                "_x",
                ", for=198.51.100.66",
                ", 198.51.100.66",
                "for=\"[fd00::1]\""),
            Arbitraries.strings().ascii().ofMaxLength(4));
    Arbitrary<String> line = pieces.list().ofMaxSize(12).map(parts -> String.join("", parts));
    return line.list().ofMaxSize(4);
  }

  @Provide
  Arbitrary<String> clients() {
    Arbitrary<Integer> octet = Arbitraries.integers().between(0, 255);
    Arbitrary<String> v4 =
        Combinators.combine(Arbitraries.integers().between(11, 191), octet, octet, octet)
            .as((a, b, c, d) -> a + "." + b + "." + c + "." + d);
    Arbitrary<String> v6 =
        Arbitraries.integers()
            .between(0, 0xffff)
            .list()
            .ofSize(7)
            .map(
                groups ->
                    "2001:" + String.join(":", groups.stream().map(Integer::toHexString).toList()));
    return Arbitraries.oneOf(v4, v6);
  }

  /**
   * As proxies do: each names whoever is connected to it, on the last line or on one of its own.
   */
  private static List<String> passedOn(
      List<String> madeUp, ForwardedHeader header, List<String> peers, int waysOfAdding) {
    List<String> lines = new ArrayList<>(madeUp);
    for (int i = 0; i < peers.size(); i++) {
      String written = written(header, peers.get(i));
      if (lines.isEmpty() || (waysOfAdding >> i & 1) == 0) {
        lines.add(written);
      } else {
        lines.add(lines.removeLast() + ", " + written);
      }
    }
    return lines;
  }

  private static String written(ForwardedHeader header, String peer) {
    if (header == X_FORWARDED_FOR) {
      return peer;
    }
    return peer.indexOf(':') < 0
        ? "for=" + peer + ";proto=https"
        : "by=\"[fd00::9]\";for=\"[" + peer + "]:443\"";
  }

  @Property
  void whateverACallerMakesUpItIsSeenAsItIs(
      @ForAll("whatACallerMakesUp") List<String> madeUp,
      @ForAll("clients") String client,
      @ForAll ForwardedHeader header,
      @ForAll @IntRange(min = 1, max = 5) int proxies,
      @ForAll @IntRange(min = 0, max = 31) int waysOfAdding) {
    List<String> peers =
        Stream.concat(
                Stream.of(client),
                Stream.of("10.1.1.1", "fd00::22", "10.1.1.3", "192.0.2.7").limit(proxies - 1))
            .toList();
    List<String> lines = passedOn(madeUp, header, peers, waysOfAdding);
    String plain = InetAddress.ofLiteral(client).getHostAddress();
    assertThat(seen(header, PEER, lines.toArray(String[]::new))).isEqualTo(plain);
  }

  @Property
  void whoeverIsNotTrustedIsThePeer(
      @ForAll("whatACallerMakesUp") List<String> madeUp,
      @ForAll("clients") String peer,
      @ForAll ForwardedHeader header) {
    assertThat(seen(header, peer, madeUp.toArray(String[]::new))).isEqualTo(peer);
  }

  /** A trusted hop that passes on what it is sent. */
  @Property
  void whatIsSeenIsAlwaysAnAddress(
      @ForAll("whatACallerMakesUp") List<String> madeUp, @ForAll ForwardedHeader header) {
    String seen = seen(header, PEER, madeUp.toArray(String[]::new));
    assertThat(InetAddress.ofLiteral(seen).getHostAddress()).isEqualTo(seen);
  }
}
