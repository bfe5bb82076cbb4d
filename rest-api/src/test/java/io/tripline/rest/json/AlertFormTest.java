package io.tripline.rest.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tripline.dsl.ir.Severity;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.PersonalParts;
import io.tripline.engine.alert.Value;
import io.tripline.state.BodyTemplate;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class AlertFormTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final String KEY = "0123456789abcdefghijABCDEFGHIJ00";

  private static Alert alert(String message, List<NamedValue> key, List<NamedValue> with) {
    return alert(message, Severity.HIGH, 85, key, with);
  }

  private static Alert alert(
      String message, Severity severity, int score, List<NamedValue> key, List<NamedValue> with) {
    return new Alert(
        17,
        ID,
        "cards",
        "card_testing",
        3,
        key,
        1_769_853_900_000L,
        severity,
        score,
        message,
        with,
        List.of(new Alert.Binding("p", List.of("e1", "e2"), List.of(1L, 2L))),
        42,
        List.of(),
        false,
        List.of("cnp"),
        PersonalParts.NONE);
  }

  private static List<NamedValue> texts(int count, String value) {
    return IntStream.range(0, count)
        .mapToObj(i -> new NamedValue("v" + i, new Value.Text(value)))
        .toList();
  }

  private static final Alert USUAL =
      alert(
          "Card \"c1\" <tested>",
          List.of(new NamedValue("card", new Value.Text("c1"))),
          List.of(
              new NamedValue("total", new Value.Decimal(new BigDecimal("10.50"))),
              new NamedValue("n", new Value.Int(3))));

  private static JsonNode slack(Alert alert) {
    return JSON.readTree(AlertForm.of(BodyTemplate.SLACK).of(alert, false));
  }

  private static JsonNode pagerDuty(Alert alert) {
    return JSON.readTree(AlertForm.of(BodyTemplate.pagerDuty(KEY)).of(alert, false));
  }

  private static String custom(String template, Alert alert) {
    return AlertForm.of(BodyTemplate.custom(template)).of(alert, false);
  }

  @Test
  void theDefaultIsTheAlertAsEver() {
    AlertForm form = AlertForm.of(BodyTemplate.DEFAULT);
    assertThat(form.of(USUAL, false)).isEqualTo(AlertJson.webhookForm(USUAL));
    assertThat(form.of(USUAL, true))
        .isEqualTo(
            AlertJson.webhookForm(USUAL).replaceFirst("\"type\":\"alert\"", "\"type\":\"test\""));
  }

  /** As many alerts as are given, the last of them critical. */
  private static Notice group(int count) {
    List<Alert> alerts =
        IntStream.rangeClosed(1, count)
            .mapToObj(
                i ->
                    alert(
                        "*" + i + "* " + "x".repeat(i == 2 ? 5_000 : 0),
                        i == count ? Severity.CRITICAL : Severity.LOW,
                        1,
                        List.of(),
                        List.of()))
            .toList();
    return new Notice(alerts, true, false);
  }

  @Test
  void theDefaultOfAGroupHasAllItsAlerts() {
    JsonNode body = JSON.readTree(AlertForm.of(BodyTemplate.DEFAULT).of(group(3)));
    assertThat(body.get("type").stringValue()).isEqualTo("alerts");
    assertThat(body.get("data").get("count").intValue()).isEqualTo(3);
    JsonNode alone = JSON.readTree(AlertJson.webhookForm(group(3).first()));
    assertThat(body.get("data").get("alerts").get(0)).isEqualTo(alone.get("data"));
    assertThat(body.get("data").get("alerts")).hasSize(3);
    assertThat(body.get("timestamp")).isEqualTo(alone.get("timestamp"));
    Notice trial = new Notice(List.of(USUAL), true, true);
    assertThat(AlertForm.of(BodyTemplate.DEFAULT).of(trial)).startsWith("{\"type\":\"test\"");
  }

  @Test
  void slackGetsALineForEachOfSomeOthers() {
    JsonNode body = JSON.readTree(AlertForm.of(BodyTemplate.SLACK).of(group(15)));
    assertThat(body.get("text").stringValue()).startsWith("15 alerts, the first: LOW cards/");
    String lines = "";
    for (JsonNode block : body.get("blocks")) {
      String text = block.path("text").path("text").asString("");
      assertThat(text.length()).isLessThanOrEqualTo(SlackForm.SECTION);
      lines += text + "\n";
    }
    assertThat(lines.lines().filter(line -> line.startsWith("*LOW* cards/card_testing: ")))
        .hasSize(10);
    assertThat(lines).contains("and 4 more");
  }

  @Test
  void pagerDutyGetsOneAlertAsSevereAsTheMostSevere() {
    JsonNode body = JSON.readTree(AlertForm.of(BodyTemplate.pagerDuty(KEY)).of(group(30)));
    assertThat(body.get("dedup_key").stringValue()).isEqualTo(ID);
    assertThat(body.get("payload").get("severity").stringValue()).isEqualTo("critical");
    assertThat(body.get("payload").get("summary").stringValue())
        .startsWith("30 alerts, the first: *1*");
    JsonNode details = body.get("payload").get("custom_details");
    assertThat(details.get("count").intValue()).isEqualTo(30);
    assertThat(details.get("alerts")).hasSize(PagerDutyForm.DETAILS);
    assertThat(details.get("alerts").get(1).get("message").stringValue())
        .hasSizeLessThanOrEqualTo(PagerDutyForm.DETAIL);
  }

  @Test
  void aTemplateCanTellHowManyThereAreAndAllOfThem() {
    String template =
        "{\"n\":\"{{count}}\",\"t\":\"{{count}}: {{message}}\",\"all\":\"{{alerts}}\"}";
    JsonNode body = JSON.readTree(AlertForm.of(BodyTemplate.custom(template)).of(group(3)));
    assertThat(body.get("n").intValue()).isEqualTo(3);
    assertThat(body.get("t").stringValue()).isEqualTo("3: *1* ");
    assertThat(body.get("all")).hasSize(3);
    assertThat(JSON.readTree(custom(template, USUAL)).get("n").intValue()).isEqualTo(1);
  }

  @Test
  void slackGetsATextAndBlocks() {
    assertThat(AlertForm.of(BodyTemplate.SLACK).of(USUAL, true))
        .isEqualTo(
            "{\"text\":\"[test] HIGH cards/card_testing: Card \\\"c1\\\" &lt;tested&gt;\","
                + "\"blocks\":[{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":"
                + "\"[test] *HIGH* cards/card_testing\\nCard \\\"c1\\\" &lt;tested&gt;\","
                + "\"verbatim\":true}},{\"type\":\"section\",\"fields\":["
                + "{\"type\":\"mrkdwn\",\"text\":\"*card*\\nc1\",\"verbatim\":true},"
                + "{\"type\":\"mrkdwn\",\"text\":\"*score*\\n85\",\"verbatim\":true},"
                + "{\"type\":\"mrkdwn\",\"text\":\"*total*\\n10.50\",\"verbatim\":true},"
                + "{\"type\":\"mrkdwn\",\"text\":\"*n*\\n3\",\"verbatim\":true}]},"
                + "{\"type\":\"context\",\"elements\":[{\"type\":\"mrkdwn\",\"text\":"
                + "\"alert "
                + ID
                + " · 2026-01-31T10:05:00Z\",\"verbatim\":true}]}]}");
  }

  /** Whatever is in an alert, Slack's limits hold, and nothing is cut in two. */
  @ParameterizedTest
  @CsvSource({"x", "&", "<!channel>", "é", "😀", "a😀", "&😀"})
  void slackGetsNoMoreThanItTakes(String unit) {
    for (int length : new int[] {0, 1, 400, 1980, 1999, 2950, 2999, 3000, 3001, 50_000}) {
      String long_ = unit.repeat(length);
      for (int values : new int[] {0, 4, 5, 6, 40}) {
        JsonNode message = slack(alert(long_, texts(values, long_), texts(values, long_)));
        assertThat(message.path("text").asString()).hasSizeBetween(1, 4000);
        assertThat(message.path("blocks").size()).isBetween(2, 50);
        for (JsonNode block : message.path("blocks")) {
          if (block.has("text")) {
            whole(block.path("text").path("text").asString(), SlackForm.SECTION);
          }
          assertThat(block.path("fields").size()).isLessThanOrEqualTo(SlackForm.FIELDS);
          block.path("fields").forEach(f -> whole(f.path("text").asString(), SlackForm.FIELD));
        }
      }
    }
  }

  private static void whole(String text, int most) {
    assertThat(text).hasSizeBetween(1, most).doesNotContain("\uFFFD").doesNotContain("<");
    assertThat(text.replaceAll("&(amp|lt|gt);", "")).doesNotContain("&");
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
  }

  @Test
  void slackSaysHowMuchItIsNotShown() {
    JsonNode fields =
        slack(alert("m", texts(6, "x"), texts(6, "y"))).path("blocks").get(1).path("fields");
    assertThat(fields).hasSize(10);
    assertThat(fields.get(9).path("text").asString()).isEqualTo("and 4 more");
  }

  @Test
  void pagerDutyGetsAnEvent() {
    assertThat(AlertForm.of(BodyTemplate.pagerDuty(KEY)).of(USUAL, false))
        .isEqualTo(
            "{\"routing_key\":\""
                + KEY
                + "\",\"event_action\":\"trigger\",\"dedup_key\":\""
                + ID
                + "\",\"client\":\"Tripline\",\"payload\":{"
                + "\"summary\":\"Card \\\"c1\\\" <tested>\",\"source\":\"cards/card_testing\","
                + "\"severity\":\"error\",\"timestamp\":\"2026-01-31T10:05:00Z\","
                + "\"component\":\"cards\",\"class\":\"card_testing\","
                + "\"group\":\"{\\\"card\\\":\\\"c1\\\"}\",\"custom_details\":{"
                + "\"type\":\"alert\",\"id\":\""
                + ID
                + "\",\"ordinal\":17,\"severity\":\"high\",\"score\":85,"
                + "\"key\":{\"card\":\"c1\"},\"with\":{\"total\":10.50,\"n\":3},"
                + "\"tags\":[\"cnp\"]}}}");
    assertThat(AlertForm.shown(BodyTemplate.pagerDuty(KEY)).of(USUAL, false))
        .doesNotContain(KEY)
        .startsWith("{\"routing_key\":\"***\"");
  }

  @ParameterizedTest
  @EnumSource(Severity.class)
  void pagerDutyKnowsFourSeverities(Severity severity) {
    String expected =
        switch (severity) {
          case CRITICAL -> "critical";
          case HIGH -> "error";
          case MEDIUM -> "warning";
          case LOW, INFO -> "info";
        };
    JsonNode event = pagerDuty(alert("m", severity, -1, List.of(), List.of()));
    assertThat(event.path("payload").path("severity").asString()).isEqualTo(expected);
    assertThat(event.path("payload").path("custom_details").path("score").isNull()).isTrue();
    assertThat(event.path("payload").has("group")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"x", "é", "😀", "a😀", "'\u0001'"})
  void pagerDutyGetsNoMoreThanItTakes(String unit) {
    for (int length : new int[] {1, 511, 512, 1023, 1024, 1025, 100_000}) {
      String text = unit.repeat(length);
      String body =
          AlertForm.of(BodyTemplate.pagerDuty(KEY))
              .of(alert(text, texts(60, text), texts(60, text)), false);
      assertThat(body.getBytes(StandardCharsets.UTF_8).length).isLessThan(512 << 10);
      assertThat(body).doesNotContain("\uFFFD");
      JsonNode payload = JSON.readTree(body).path("payload");
      assertThat(payload.path("summary").asString()).hasSizeBetween(1, PagerDutyForm.SUMMARY);
    }
  }

  @Test
  void pagerDutyNeedsASummary() {
    assertThat(
            pagerDuty(alert("  ", List.of(), List.of())).path("payload").path("summary").asString())
        .isEqualTo("cards/card_testing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'{{id}}' | '0123456789abcdef0123456789abcdef'",
        "'{{ score }}' | 85",
        "'score: {{score}}!' | 'score: 85!'",
        "{'a':{'b':['{{key}}','{{with}}','{{tags}}','{{match}}']},'n':[]} |"
            + " {'a':{'b':[{'card':'c1'},{'total':10.50,'n':3},['cnp'],{'p':['e1','e2']}]},'n':[]}",
        "'{{key.card}}{{with.n}}' | 'c13'",
        "['{{with.total}}','{{with.none}}','-{{with.none}}-'] | [10.50,null,'-null-']",
        "'{{rule}}/{{ruleset}}/{{version}}/{{ordinal}}/{{sequence}}/{{severity}}/{{type}}' |"
            + " 'card_testing/cards/3/17/42/high/alert'",
        "'{{time}}' | '2026-01-31T10:05:00Z'",
        "'}} { {x} {' | '}} { {x} {'",
        "[1.10,1e400,-0,true,null,'😀é'] | [1.10,1E+400,0,true,null,'😀é']",
        "{} | {}",
        "'' | ''",
        "'{{key}} of' | '{\\'card\\':\\'c1\\'} of'"
      })
  void aTemplateIsFilled(String template, String expected) {
    assertThat(custom(template.replace('\'', '"'), USUAL)).isEqualTo(expected.replace('\'', '"'));
  }

  @Test
  void whatIsFilledInCannotBecomeAnythingElse() {
    Alert hostile = alert("\",\"admin\":true,\"x\":\"{{id}}\n\u0000\uD800", List.of(), List.of());
    JsonNode body =
        JSON.readTree(custom("{\"a\":\"{{message}}\",\"b\":\"-{{message}}\"}", hostile));
    assertThat(body.size()).isEqualTo(2);
    assertThat(body.path("a").asString()).startsWith("\",\"admin\":true").contains("{{id}}");
    assertThat(body.path("b").asString()).isEqualTo("-" + body.path("a").asString());
  }

  @Test
  void aTrialSaysSo() {
    assertThat(CustomForm.parse("\"{{type}}\"").of(USUAL, true)).isEqualTo("\"test\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':['{{mesage}}']} | /a/0 | did you mean `message`?",
        "'{{card}}' | `` | There are alerts, count, id, key,",
        "'{{key.}}' | `` | did you mean `key`?",
        "'{{}}' | `` | There are",
        "'{{ID}}' | `` | did you mean `id`?",
        "'{{key.card.x}}' | `` | did you mean `key`?",
        "'{{id.x}}' | `` | There are",
        "{'a/~b':'{{id'} | /a~1~0b | A place is written {{name}}.",
        "{'{{id}}':1} | /{{id}} | Put the place into its value.",
        "'{{${7*7}}}' | `` | There are"
      })
  void whatIsWrongIsToldWithPlaceAndHint(String template, String at, String hint) {
    TemplateException e =
        Objects.requireNonNull(
            catchThrowableOfType(
                TemplateException.class, () -> CustomForm.parse(template.replace('\'', '"'))));
    assertThat(e.at()).isEqualTo(at);
    assertThat(e.hint()).startsWith(hint);
  }

  @Test
  void templatesHaveBounds() {
    String deep = "[".repeat(20) + "]".repeat(20);
    CustomForm.parse(deep);
    for (String wrong :
        List.of(
            "[" + deep + "]",
            "[" + "[".repeat(400) + "]".repeat(400) + "]",
            "\"" + "x".repeat(CustomForm.MAX_TEMPLATE) + "\"",
            "\"" + "{{id}}".repeat(CustomForm.MAX_PLACES + 1) + "\"",
            "{\"a\":1,\"a\":2}",
            "1 2",
            "")) {
      assertThatThrownBy(() -> CustomForm.parse(wrong)).isInstanceOf(TemplateException.class);
    }
    CustomForm many = CustomForm.parse("\"" + "{{message}}".repeat(CustomForm.MAX_PLACES) + "\"");
    Alert large = alert("x".repeat(20_000), List.of(), List.of());
    assertThatThrownBy(() -> many.of(large, false)).isInstanceOf(AlertForm.TooLongException.class);
  }
}
