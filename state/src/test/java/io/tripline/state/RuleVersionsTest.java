package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.port.RuleVersions.RuleFailure;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.engine.port.StorageException;
import io.tripline.state.TestStore.Mode;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RuleVersionsTest {
  @TempDir Path folder;

  private static RuleSetVersion version(String name, int version, String text) {
    return new RuleSetVersion(name, version, 10L * version, false, 1_000, text, 0);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void versionsAreKeptByName(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      assertThat(store.step().ruleVersions().names()).isEmpty();
      assertThat(store.step().ruleVersions().versions("a")).isEmpty();
      RuleSetVersion gone = new RuleSetVersion("b", 300, 7, true, 5, "", 0);
      store.step().ruleVersions().put(version("longer", 1, "one"));
      store.step().ruleVersions().put(gone);
      store.step().ruleVersions().put(version("b", 2, "ü"));
      store.step().ruleVersions().put(version("b", 1, ""));
      store.step().ruleVersions().put(version("a", 1, "x".repeat(1 << 20)));

      assertThat(store.step().ruleVersions().names()).containsExactly("a", "b", "longer");
      assertThat(store.step().ruleVersions().versions("b"))
          .containsExactly(version("b", 1, ""), version("b", 2, "ü"), gone);
      assertThat(store.step().ruleVersions().versions("long")).isEmpty();
      assertThat(store.step().ruleVersions().versions("a").getFirst().text()).hasSize(1 << 20);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whereRulesFailedFirstIsKept(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      assertThat(store.step().ruleVersions().failures()).isEmpty();
      RuleFailure one = new RuleFailure(7, "set", "rule", 100, -1, Long.MAX_VALUE, "as time ü");
      RuleFailure other = new RuleFailure(9, "set", "other", 101, 5, 6, "");
      store.step().ruleVersions().put(one);
      store.step().ruleVersions().put(other);
      store.step().ruleVersions().put(new RuleFailure(7, "set", "rule", 200, 0, 0, "again"));
      assertThat(store.step().ruleVersions().failures()).containsExactly(one, other);
      assertThat(store.step().ruleVersions().names()).isEmpty();
      store.step().ruleVersions().forgetAfter(100);
      assertThat(store.step().ruleVersions().failures()).containsExactly(one);
    }
  }

  /** Likewise. */
  @Test
  void theStoredFormOfFailuresStaysAsItIs() {
    new TestStore(folder, Mode.ONE_SESSION).close();
    try (Database db = Database.open(StoreFolder.prepare(folder), false, TestStore.SMALL)) {
      new RocksRuleVersions(db).put(new RuleFailure(7, "s", "r", 100, -1, 6, "why"));
      byte[] stored = Objects.requireNonNull(db.get(Family.META, Bytes.utf8("rule_failures")));
      assertThat(HexFormat.of().formatHex(stored))
          .isEqualTo(
              "01"
                  + "00000001"
                  + "0000000000000007"
                  + "00000001"
                  + "73"
                  + "00000001"
                  + "72"
                  + "0000000000000064"
                  + "ffffffffffffffff"
                  + "0000000000000006"
                  + "00000003"
                  + "776879");
    }
  }

  /** The bytes are on people's disks: when this fails, a new format number is needed. */
  @Test
  void theStoredFormStaysAsItIs() {
    String rest = "000000000000000a" + "00" + "00000000000003e8" + "00000003" + "6f6e65";
    byte[] key = HexFormat.of().parseHex("0001" + "61" + "00000001");
    new TestStore(folder, Mode.ONE_SESSION).close();
    try (Database db = Database.open(StoreFolder.prepare(folder), false, TestStore.SMALL)) {
      RocksRuleVersions versions = new RocksRuleVersions(db);
      versions.put(version("a", 1, "one"));
      assertThat(
              HexFormat.of().formatHex(Objects.requireNonNull(db.get(Family.RULE_VERSIONS, key))))
          .isEqualTo("02" + rest + "00000000");
      // Before versions could be brought back.
      byte[] before = HexFormat.of().parseHex("01" + rest);
      db.write(batch -> batch.put(Family.RULE_VERSIONS, key, before));
      assertThat(versions.versions("a")).containsExactly(version("a", 1, "one"));
    }
  }

  @Test
  void whatAVersionRestoresIsKept() {
    try (TestStore store = new TestStore(folder, Mode.REOPENED_BEFORE_EACH_STEP)) {
      RuleSetVersion back = new RuleSetVersion("a", 3, 30, false, 1_000, "one", 1);
      store.step().ruleVersions().put(back);
      assertThat(store.step().ruleVersions().versions("a")).containsExactly(back);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aVersionIsNeverWrittenOver(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      store.step().ruleVersions().put(version("a", 1, "one"));
      store.step().ruleVersions().put(new RuleSetVersion("a", 1, 10, false, 2_000, "one", 0));
      assertThat(store.step().ruleVersions().versions("a")).containsExactly(version("a", 1, "one"));
      assertThatThrownBy(() -> store.step().ruleVersions().put(version("a", 1, "two")))
          .isInstanceOf(StorageException.class)
          .hasMessage("Version 1 of rule set a is already stored with another content.");
      assertThat(store.step().ruleVersions().versions("a")).containsExactly(version("a", 1, "one"));
    }
  }
}
