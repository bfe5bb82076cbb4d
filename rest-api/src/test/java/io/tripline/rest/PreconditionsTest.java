package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.rest.LiveServer.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody overwrites what somebody else has deployed meanwhile, if they ask for that. */
final class PreconditionsTest {
  private static final String PATH = "/v1/rulesets/cards";
  private static final String BIGGER = Rules.BIG.replace("200.00", "300.00");

  @TempDir Path folder;
  private LiveServer server;

  @BeforeEach
  void start() {
    server = LiveServer.start(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer put(String text, String... headers) {
    return server.send("PUT", PATH, text.getBytes(StandardCharsets.UTF_8), headers);
  }

  private int running() {
    return server.get(PATH).json().get("version").intValue();
  }

  @Test
  void everyAnswerAboutAVersionHasItsTag() {
    assertThat(put(Rules.BIG).header("ETag")).isEqualTo("\"1\"");
    assertThat(put(Rules.BIG).header("ETag")).as("the same").isEqualTo("\"1\"");
    assertThat(put(BIGGER).header("ETag")).isEqualTo("\"2\"");
    assertThat(server.get(PATH).header("ETag")).isEqualTo("\"2\"");
    assertThat(server.post(PATH + "/rollback", "").header("ETag")).isEqualTo("\"3\"");
  }

  @Test
  void whatWasNotSeenIsNotOverwritten() {
    put(Rules.BIG);
    put(BIGGER, "If-Match", "\"1\"");
    assertThat(running()).isEqualTo(2);
    Answer late = put(Rules.BIG, "If-Match", "\"1\"");
    assertThat(late.status()).isEqualTo(412);
    assertThat(late.json().get("type").stringValue())
        .isEqualTo("urn:tripline:problem:other-version");
    assertThat(late.json().get("version").intValue()).isEqualTo(2);
    assertThat(late.json().get("detail").stringValue())
        .startsWith("Of the rule set cards, version 2 runs now.");
    assertThat(running()).isEqualTo(2);
  }

  @Test
  void aRollbackAndARemovalAskToo() {
    put(Rules.BIG);
    put(BIGGER);
    assertThat(server.post(PATH + "/rollback", "", "If-Match", "\"1\"").status()).isEqualTo(412);
    assertThat(server.send("DELETE", PATH, null, "If-Match", "\"1\"").status()).isEqualTo(412);
    assertThat(running()).isEqualTo(2);
    assertThat(server.post(PATH + "/rollback", "", "If-Match", "\"2\"").status()).isEqualTo(200);
    assertThat(server.send("DELETE", PATH, null, "If-Match", "\"3\"").status()).isEqualTo(200);
    assertThat(put(Rules.BIG, "If-Match", "*").status()).as("none runs").isEqualTo(412);
  }

  @ParameterizedTest
  @CsvSource({
    "If-Match, \"1\", 200",
    "If-Match, '\"7\", \"1\"', 200",
    "If-Match, '\"7\",\"8\"', 412",
    "If-Match, \"01\", 412",
    "If-Match, \"99999999999\", 412",
    "If-Match, \"else\", 412",
    "If-Match, *, 200",
    "If-None-Match, *, 412",
  })
  void asTheStandardSays(String header, String value, int status) {
    put(Rules.BIG);
    assertThat(put(BIGGER, header, value).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"1", "\"1\" \"2\"", "x\"1\"", ",", "\"1\", *"})
  void whatIsNoTagIsToldSo(String value) {
    Answer answer = put(Rules.BIG, "If-Match", value);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").stringValue()).contains("If-Match", "\"3\"");
  }

  @Test
  void whatIsKnownIsNotSentAgain() {
    put(Rules.BIG);
    Answer known = server.get(PATH, "If-None-Match", "\"1\"");
    assertThat(known.status()).isEqualTo(304);
    assertThat(known.text()).isEmpty();
    put(BIGGER);
    assertThat(server.get(PATH, "If-None-Match", "\"1\"").status()).isEqualTo(200);
  }

  @Test
  void onlyWhereNothingRuns() {
    assertThat(put(Rules.BIG, "If-None-Match", "\"1\"").status()).as("but *").isEqualTo(400);
    assertThat(put(Rules.BIG, "If-None-Match", "*").status()).isEqualTo(200);
    assertThat(put(BIGGER, "If-None-Match", "*").status()).isEqualTo(412);
  }

  @Test
  void ofManyWhoSawTheSameOneGoesAhead() throws Exception {
    put(Rules.BIG);
    List<Callable<Integer>> callers =
        IntStream.rangeClosed(1, 8)
            .<Callable<Integer>>mapToObj(
                i -> () -> put(Rules.BIG.replace("200.00", "30" + i), "If-Match", "\"1\"").status())
            .toList();
    try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
      List<Integer> answers = new ArrayList<>();
      for (Future<Integer> each : pool.invokeAll(callers)) {
        answers.add(each.get());
      }
      assertThat(answers).containsOnly(200, 412).containsOnlyOnce(200);
    }
    assertThat(running()).isEqualTo(2);
  }
}
