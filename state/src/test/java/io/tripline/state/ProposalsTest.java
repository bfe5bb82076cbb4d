package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.pipeline.Engine;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProposalsTest {
  private static final HexFormat HEX = HexFormat.of();

  @TempDir private Path folder;

  private RocksStorage storage;

  @BeforeEach
  void open() {
    storage = RocksStorage.open(folder, StoreSettings.defaults());
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private static Proposal proposal(String id, long at, RuleSetChange change) {
    return new Proposal(id, "a", 2, change, "w", "key:k", at, at + 1_000, null);
  }

  private static RuleSetChange text(String text) {
    return new RuleSetChange.Deploy(text, Engine.Start.WARM, RuleMode.SHADOW, 1, true);
  }

  private static RuleSetChange.Modes mode(@Nullable String rule) {
    return new RuleSetChange.Modes(new RuleModes.Change.To(rule, RuleMode.LIVE));
  }

  private static Proposal.Decision decision(Proposal.Kind kind) {
    return new Proposal.Decision(kind, "key:l", 1_500, "ok", 3);
  }

  @Test
  void theBytesOfARecordAreThese() {
    String head = "01" + "00000001" + "70" + "00000001" + "61" + "00000002";
    String tail =
        "00000001" + "77" + "00000005" + "6b65793a6b" + "00000000000003e8" + "00000000000007d0";
    assertThat(HEX.formatHex(ProposalCodec.encode(proposal("p", 1_000, text("x")))))
        .isEqualTo(
            head
                + ("01" + "00000001" + "78" + "00000004" + "5741524d")
                + ("00000006" + "736861646f77" + "00000001" + "01")
                + tail
                + "00");
    assertThat(
            HEX.formatHex(ProposalCodec.encode(proposal("p", 1_000, new RuleSetChange.Undeploy()))))
        .isEqualTo(head + "02" + tail + "00");
    assertThat(
            HEX.formatHex(
                ProposalCodec.encode(
                    proposal("p", 1_000, mode("r")).decided(decision(Proposal.Kind.APPLIED)))))
        .isEqualTo(
            head
                + ("03" + "00000001" + "72" + "00000004" + "6c697665")
                + tail
                + ("01" + "00000007" + "4150504c494544" + "00000005" + "6b65793a6c")
                + ("00000000000005dc" + "00000002" + "6f6b" + "00000003"));
    assertThat(
            HEX.formatHex(
                ProposalCodec.encode(
                    proposal(
                        "p", 1_000, new RuleSetChange.Modes(new RuleModes.Change.Pause(null))))))
        .isEqualTo(head + "04" + "00000000" + tail + "00");
    assertThat(
            HEX.formatHex(
                ProposalCodec.encode(
                    proposal(
                        "p", 1_000, new RuleSetChange.Modes(new RuleModes.Change.Resume("r"))))))
        .isEqualTo(head + "05" + "00000001" + "72" + tail + "00");
  }

  @Test
  void whatIsReadIsWhatWasWrittenAndACutRecordIsRefused() {
    List<Proposal> all =
        List.of(
            proposal("p", 1, text("rule ü {}")),
            proposal("p", 1, new RuleSetChange.Undeploy()),
            proposal("p", 1, mode(null)).decided(decision(Proposal.Kind.REJECTED)),
            proposal("p", 1, new RuleSetChange.Modes(new RuleModes.Change.Pause("r"))),
            proposal("p", 1, new RuleSetChange.Modes(new RuleModes.Change.Resume(null)))
                .decided(decision(Proposal.Kind.WITHDRAWN)));
    for (Proposal each : all) {
      byte[] whole = ProposalCodec.encode(each);
      assertThat(ProposalCodec.decode(whole)).isEqualTo(each);
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> ProposalCodec.decode(cut))
            .isInstanceOf(RecordReader.MalformedException.class);
      }
    }
  }

  @Test
  void theyAreThereAfterAStartTheNewestFirst() {
    Proposal first = proposal("b", 1, text("x"));
    Proposal second = proposal("a", 2, new RuleSetChange.Undeploy());
    storage.proposals().add(first, 5);
    storage.proposals().add(second, 5);
    Proposal applied = first.decided(decision(Proposal.Kind.APPLIED));
    assertThat(storage.proposals().replace(first, applied)).isTrue();
    storage.close();

    open();
    assertThat(storage.proposals().list()).containsExactly(second, applied);
    assertThat(storage.proposals().find("b")).isEqualTo(applied);
    assertThat(storage.proposals().find("c")).isNull();
    assertThatThrownBy(() -> storage.proposals().add(first, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ofTwoWhoDecideOneIsTooLate() {
    Proposal open = proposal("p", 1, text("x"));
    storage.proposals().add(open, 5);
    Proposal begun = open.decided(decision(Proposal.Kind.BEGUN));
    assertThat(storage.proposals().replace(open, begun)).isTrue();
    assertThat(storage.proposals().replace(open, open.decided(decision(Proposal.Kind.REJECTED))))
        .isFalse();
    assertThat(storage.proposals().find("p")).isEqualTo(begun);
  }

  @Test
  void theyAreOpenUntilTheyAreDecidedOrTooOld() {
    Proposal open = proposal("p", 1_000, text("x"));
    assertThat(open.isOpen(1_999)).isTrue();
    assertThat(open.isOpen(2_000)).isFalse();
    assertThat(open.decided(decision(Proposal.Kind.BEGUN)).isOpen(5_000)).isTrue();
    assertThat(open.decided(decision(Proposal.Kind.REJECTED)).isOpen(1_500)).isFalse();
  }

  @Test
  void thoseThatAreClosedMakeRoomAndOpenOnesDoNot() {
    for (int i = 0; i < Proposals.MOST; i++) {
      assertThat(storage.proposals().add(proposal("p" + i, 10 + i, mode(null)), 100)).isTrue();
    }
    assertThat(storage.proposals().add(proposal("more", 2_000, mode(null)), 100)).isFalse();
    assertThat(storage.proposals().find("more")).isNull();

    // The first two are too old by then.
    assertThat(storage.proposals().add(proposal("more", 2_000, mode(null)), 1_011)).isTrue();
    assertThat(storage.proposals().find("p0")).isNull();
    assertThat(storage.proposals().find("p1")).isNotNull();
    assertThat(storage.proposals().list()).hasSize(Proposals.MOST);
  }

  @Test
  void theirTextsAreBounded() {
    String large = "x".repeat(Proposals.MOST_CHARACTERS / 2);
    assertThat(storage.proposals().add(proposal("a", 1, text(large)), 5)).isTrue();
    assertThat(storage.proposals().add(proposal("b", 2, text(large)), 5)).isTrue();
    assertThat(storage.proposals().add(proposal("c", 3, text("x")), 5)).isFalse();
    assertThat(storage.proposals().add(proposal("c", 3, text(large + large + "x")), 5_000))
        .isFalse();
    assertThat(storage.proposals().add(proposal("c", 3, text("x")), 5_000)).isTrue();
    assertThat(storage.proposals().find("a")).isNull();
    assertThat(storage.proposals().find("b")).isNotNull();
  }
}
