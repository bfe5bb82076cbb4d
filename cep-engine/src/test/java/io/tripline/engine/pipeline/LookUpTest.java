package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What rules see of lists and tables, while these change. */
final class LookUpTest {
  private static final String LISTED =
      Timeline.type("A", "")
          + """
          list l of string
          table t key k { n int  w string? }
          rule listed {
            on A by k when id in l
            alert "{t[k].n} {t[k].w}" with n = t[k].n
          }
          """;

  private static final String HELD =
      Timeline.type("A", "(lateness 20ms)")
          + """
          list l of string
          rule listed { on A by k when id in l alert "" }
          """;

  private static List<String> alerts(String rules, String words) throws InterruptedException {
    return Timeline.alerts(rules, words);
  }

  @Test
  void anEventSeesWhatWasChangedBeforeIt() throws InterruptedException {
    assertThat(
            alerts(LISTED, "a1@10 +l/a2 a2@11 a3@12 -l/a2 a2@13 +l/a2/a3 a2@14 =l/a1 a2@15 a1@16"))
        .containsExactly("listed@11 a2", "listed@14 a2", "listed@16 a1");
  }

  @Test
  void anEntryIsThereUntilItExpires() throws InterruptedException {
    assertThat(alerts(LISTED, "a1@10 +l/a1!13 a1@12 a1@13 a1@14 +l/a1 a1@14"))
        .containsExactly("listed@12 a1", "listed@14 a1");
  }

  @Test
  void anAlertTellsTheRow() throws InterruptedException {
    try (Timeline timeline = Timeline.of(LISTED)) {
      timeline.feed("+l/a1 +t/k=7,seven a1@10 +t/k=8 a1@11 -t/k a1@12");
      assertThat(timeline.storage().alerts().all())
          .extracting(alert -> alert.message())
          .containsExactly("7 seven", "8 null", "null null");
    }
  }

  @Test
  void anEventThatWaitsSeesWhatThereWasAtItsTurn() throws InterruptedException {
    // a1 came before the change, a2 after it; both wait for their turn.
    assertThat(alerts(HELD, "a1@10 +l/a1/a2 a2@11 a1@11 a9@50"))
        .containsExactly("listed@11 a2", "listed@11 a1");
    assertThat(alerts(HELD, "+l/a1 a1@10 -l/a1 a1@11 a9@50")).containsExactly("listed@10 a1");
    assertThat(alerts(HELD, "+l/a1!11 a1@11 a1@10 a9@50")).containsExactly("listed@10 a1");
  }

  @Test
  void whatTimeCompletesSeesWhatThereWasAtItsEnd() throws InterruptedException {
    String absent =
        Timeline.type("A", "")
            + Timeline.type("B", "")
            + """
            table t key k { n int }
            rule absent {
              by k
              pattern a -> not b within 10ms
              define a: A  b: B
              alert "{t[a.k].n}"
            }
            """;
    try (Timeline timeline = Timeline.of(absent)) {
      timeline.feed("+t/k=7!25 a1@10 a2@19/x b9@24/y a3@40 +t/k=8 time@60");
      assertThat(timeline.storage().alerts().all())
          .extracting(alert -> alert.message())
          // a1 ended at 20, before the row expired; a3 at 50, after the row was there again.
          .containsExactly("7", "null", "8");
    }
  }

  @Test
  void aTableFollowsTheLastEventOfEachKey() throws InterruptedException {
    String following =
        Timeline.type("A", "")
            + Timeline.type("C", "")
            + """
            table last key k from C { id string }
            rule seen { on A by k when true alert "{last[k].id}" }
            """;
    try (Timeline timeline = Timeline.of(following)) {
      timeline.feed(
          "a1@10 c1@11 a2@12 c2@13/x c3@14 a3@14 checkpoint c4@15 crash a4@16 +last/k=me a5@17");
      assertThat(timeline.storage().alerts().all())
          .extracting(alert -> alert.message())
          .containsExactly("null", "c1", "c3", "c4", "me");
      timeline.deploy(following.replace("when true", "when id != 'x'"));
      assertThat(timeline.feed("c5@18/x a6@19 a7@19/x").storage().alerts().all())
          .extracting(alert -> alert.message())
          .endsWith("me", "c5");
    }
  }

  @Test
  void unchangedContentsLiveOnOverDeployments() throws InterruptedException {
    try (Timeline timeline = Timeline.of(LISTED)) {
      timeline.feed("+l/a1");
      timeline.deploy(LISTED.replace("with n = t[k].n", ""));
      assertThat(timeline.feed("a1@10").alerts()).containsExactly("listed@10 a1");
      timeline.undeploy().deploy(LISTED);
      assertThat(timeline.feed("a1@11").alerts()).hasSize(1);
      assertThat(timeline.engine().contents().get("l").count()).isZero();
    }
  }

  @Test
  void aChangedDeclarationIsRefusedWhileThereAreEntries() throws InterruptedException {
    try (Timeline timeline = Timeline.of(LISTED)) {
      timeline.feed("+t/k=7");
      String changed = LISTED.replace("n int ", "n decimal ");
      assertThatThrownBy(() -> timeline.deploy(changed))
          .isInstanceOf(DeploymentRefusedException.class)
          .hasMessage(
              "The table t has an entry that does not fit its changed declaration. Empty it first,"
                  + " or give the changed one another name.");
      timeline.feed("-t/k").deploy(changed);
      timeline.feed("+t/k=7");
      assertThat(timeline.engine().contents().get("t").count()).isEqualTo(1);
    }
  }

  @Test
  void ruleSetsShareWhatTheyDeclareAlike() throws InterruptedException {
    try (Timeline timeline = Timeline.of(LISTED)) {
      Engine engine = timeline.engine();
      String other = LISTED.replace("rule listed", "rule other");
      engine.deploy("other", other, Timeline.read(other));
      assertThat(timeline.feed("+l/a1 a1@10").alerts())
          .containsExactly("listed@10 a1", "other@10 a1");
      timeline.undeploy();
      assertThat(timeline.feed("a1@11").alerts()).contains("other@11 a1");
      String differs =
          LISTED.replace("list l of string", "list l of int").replace("id in l", "1 in l");
      assertThatThrownBy(() -> timeline.deploy(differs))
          .hasMessageStartingWith(
              "The list l is declared differently in the rule set other, which is running.");
    }
  }
}
