package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.engine.port.StorageException;
import io.tripline.state.TestStore.Mode;
import java.nio.file.Path;
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
