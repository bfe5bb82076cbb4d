package io.tripline.rest.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.rest.webhook.ReceiverGuard.ForbiddenException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReceiverGuardTest {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, unspecified",
    "0.1.2.3, unspecified",
    "10.0.0.0, private",
    "10.255.255.255, private",
    "100.64.0.1, carrier",
    "100.127.255.255, carrier",
    "127.0.0.1, loopback",
    "127.255.255.255, loopback",
    "169.254.169.254, link-local",
    "172.16.0.1, private",
    "172.31.255.255, private",
    "192.168.255.255, private",
    "192.0.0.8, reserved",
    "198.19.0.1, reserved",
    "224.0.0.1, multicast",
    "239.255.255.255, multicast",
    "255.255.255.255, reserved",
    "::, unspecified",
    "::1, loopback",
    "::ffff:127.0.0.1, loopback",
    "::ffff:a9fe:a9fe, link-local",
    "::127.0.0.1, loopback",
    "::192.168.1.1, private",
    "64:ff9b::7f00:1, loopback",
    "64:ff9b::169.254.169.254, link-local",
    "64:ff9b:1::1, reserved",
    "2002:7f00:1::, 6to4",
    "2002:c0a8:101::1, 6to4",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2, reserved",
    "2001:db8::1, reserved",
    "fc00::1, private",
    "fdff::1, private",
    "fd00:ec2::254, private",
    "fe80::1, link-local",
    "fec0::1, private",
    "ff02::1, multicast",
    "100::1, reserved",
    "4000::1, reserved"
  })
  void whatIsNotPublicIsForbidden(String address, String kind) throws Exception {
    InetAddress only = InetAddress.ofLiteral(address);
    assertThat(AddressKinds.notPublic(only)).contains(kind);
    assertThatThrownBy(() -> guard(only).addresses("h", true))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining(only.getHostAddress());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2001:4860:4860::8888",
        "64:ff9b::808:808",
        "::ffff:8.8.8.8"
      })
  void whatIsPublicIsNot(String address) throws Exception {
    InetAddress only = InetAddress.ofLiteral(address);
    assertThat(guard(only).addresses("h", true)).containsExactly(only);
    assertThatThrownBy(() -> guard(only).addresses("h", false))
        .hasMessage("webhooks go to h over https only");
  }

  @Test
  void oneForbiddenAddressAmongManyIsEnough() {
    assertThatThrownBy(
            () ->
                guard(InetAddress.ofLiteral("8.8.8.8"), InetAddress.ofLiteral("10.0.0.1"))
                    .addresses("h", true))
        .isInstanceOf(ForbiddenException.class);
  }

  @Test
  void whatIsAllowedMayBeCalled() throws Exception {
    AllowedReceivers allowed =
        AllowedReceivers.parse(
            List.of("10.1.0.0/16", "Hooks.internal", "fd00::/8", "192.168.1.1", "8.8.0.0/16"));
    for (String address : List.of("10.1.255.1", "fd12::1", "192.168.1.1", "64:ff9b::a01:203")) {
      InetAddress only = InetAddress.ofLiteral(address);
      assertThat(new ReceiverGuard(allowed, host -> List.of(only)).addresses("h", false))
          .containsExactly(only);
    }
    for (String address : List.of("10.2.0.1", "192.168.1.2", "127.0.0.1", "::1")) {
      InetAddress only = InetAddress.ofLiteral(address);
      ReceiverGuard guard = new ReceiverGuard(allowed, host -> List.of(only));
      assertThatThrownBy(() -> guard.addresses("h", true)).isInstanceOf(ForbiddenException.class);
      assertThat(guard.addresses("hooks.INTERNAL", false)).containsExactly(only);
      assertThatThrownBy(() -> guard.addresses("x.hooks.internal", true))
          .isInstanceOf(ForbiddenException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.0/33",
        "10.0.0.1/8",
        "10.0.0.0/",
        "fd00::/129",
        "a b",
        "1.2.3.4.5",
        "http://h",
        "*.example.com",
        "/8"
      })
  void whatCannotBeAllowed(String text) {
    assertThatThrownBy(() -> AllowedReceivers.parse(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void aNameServerThatDoesNotAnswerHoldsNobodyUp() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    ReceiverGuard guard =
        new ReceiverGuard(
            AllowedReceivers.NONE,
            host -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new UnknownHostException(host);
            });
    assertThat(guard.refusal(URI.create("https://h.example/"), 10)).isEmpty();
    assertThat(guard.refusal(URI.create("http://h.example/"), 10)).isPresent();
    never.countDown();
  }

  private static ReceiverGuard guard(InetAddress... addresses) {
    return new ReceiverGuard(AllowedReceivers.NONE, host -> Arrays.asList(addresses));
  }
}
