package io.tripline.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class DecisionRequestsTest {
  private static final String APPROVED =
      "{\"decision\":\"approve\",\"decided\":false,\"timed_out\":false,\"not_matched\":null,"
          + "\"repeated\":false,\"type\":\"Payment\",\"id\":\"%s\",\"rules\":[]}";

  private final BankWorld world = new BankWorld(2_000, 100);
  private final DecisionRequests requests =
      new DecisionRequests(world, URI.create("http://127.0.0.1:8080"));
  private final Tally tally = new Tally();

  @Test
  void eachRequestIsAnotherEvent() {
    assertThat(request(0))
        .startsWith("POST /v1/decisions HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n")
        .contains("\r\nContent-Type: application/json\r\n");
    for (int number = 0; number < world.events(); number++) {
      String request = request(number);
      String head = request.substring(0, request.indexOf("\r\n\r\n"));
      String body = request.substring(head.length() + 4);
      assertThat(head).endsWith("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
      assertThat(body).startsWith("{\"type\":\"").endsWith("}").doesNotContain("CardBlocked");
    }
    assertThat(idOf(1)).isNotEqualTo(idOf(2));
  }

  @Test
  void answersAreCountedByWhatTheyAre() {
    check(APPROVED.formatted(idOf(7)));
    assertThat(tally.decided + tally.atDeadline).isZero();

    check(APPROVED.formatted(idOf(7)).replace("\"decided\":false", "\"decided\":true"));
    assertThat(tally.decided).isEqualTo(1);

    check(APPROVED.formatted(idOf(7)).replace("\"timed_out\":false", "\"timed_out\":true"));
    assertThat(tally.atDeadline).isEqualTo(1);
    assertThat(tally.decided).isEqualTo(1);
  }

  @Test
  void whatIsNoAnswerOfTheRulesIsNotTaken() {
    String answer = APPROVED.formatted(idOf(7));
    assertWrong(APPROVED.formatted(idOf(8)));
    assertWrong(APPROVED.formatted(idOf(7) + "0"));
    assertWrong(answer.replace("null", "\"duplicate\""));
    assertWrong(answer.replace("\"repeated\":false", "\"repeated\":true"));
    assertWrong(answer.replace("\"decision\"", "\"verdict\""));
    assertWrong("{}");
  }

  private void assertWrong(String answer) {
    assertThatThrownBy(() -> check(answer)).isInstanceOf(IllegalStateException.class);
  }

  private void check(String answer) {
    byte[] bytes = ("head " + answer + " tail").getBytes(StandardCharsets.UTF_8);
    requests.check(7, bytes, 5, bytes.length - 5, tally);
  }

  private String idOf(int number) {
    String request = request(number);
    int from = request.indexOf("\"id\":\"") + 6;
    return request.substring(from, request.indexOf('"', from));
  }

  private String request(int number) {
    ByteBuffer out = ByteBuffer.allocate(Requests.MOST_BYTES);
    requests.put(number, out);
    return new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
  }
}
