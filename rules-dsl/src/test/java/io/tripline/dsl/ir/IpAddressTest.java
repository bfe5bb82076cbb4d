package io.tripline.dsl.ir;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0",
    "10.1.2.3, 10.1.2.3",
    "255.255.255.255, 255.255.255.255",
    "2001:db8::1, 2001:db8:0:0:0:0:0:1",
    "::1, 0:0:0:0:0:0:0:1",
    "::ffff:10.1.2.3, 10.1.2.3",
  })
  void readsLiterals(String text, String shown) {
    assertThat(IpAddress.parse(text)).get().hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "...",
        "10.1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "1.2.3.4.",
        ".1.2.3.4",
        "1..2.3",
        "01.2.3.4",
        "1.2.3.04",
        "00.0.0.0",
        "1.2.3.-4",
        "1.2.3.4 ",
        "a.b.c.d",
        "localhost",
        "1.2.3.99999999999",
        "[::1]",
        "fe80::1%eth0",
        ":::",
        "1.2.3.٤"
      })
  void refusesWhatIsNone(String text) {
    assertThat(IpAddress.parse(text)).isEmpty();
  }

  @Test
  void agreesWithThePlatform() throws Exception {
    Random random = new Random(4);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[i % 2 == 0 ? 4 : 16];
      random.nextBytes(bytes);
      String text = InetAddress.getByAddress(bytes).getHostAddress();
      assertThat(IpAddress.parse(text)).get().hasToString(text);
    }
  }
}
