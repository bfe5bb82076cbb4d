package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.port.LateLog;
import io.tripline.engine.port.LateLog.Late;
import io.tripline.engine.port.LateLog.Numbered;
import io.tripline.state.TestStore.Mode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LateLogTest {
  @TempDir Path folder;

  private static Late late(long event) {
    byte[] raw = "{\"id\":\"ü%d\"}".formatted(event).getBytes(StandardCharsets.UTF_8);
    return new Late(event, 3, "Payment", "ü" + event, -event, 50, raw);
  }

  private static List<Late> late(long from, long to) {
    return LongStream.rangeClosed(from, to).map(n -> 10 * n).mapToObj(LateLogTest::late).toList();
  }

  private static List<Long> events(LateLog log, int limit, long before) {
    return log.latest(limit, before).stream().map(each -> each.event().event()).toList();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void lateEventsAreReadBackLatestFirst(Mode mode) {
    try (TestStore store = new TestStore(folder, mode)) {
      assertThat(store.step().late().count()).isZero();
      assertThat(store.step().late().lastEvent()).isZero();
      store.step().late().append(List.of());
      store.step().late().append(late(1, 2));
      store.step().late().append(late(3, 3));
      assertThat(store.step().late().count()).isEqualTo(3);
      assertThat(store.step().late().lastEvent()).isEqualTo(30);
      assertThat(events(store.step().late(), 2, Long.MAX_VALUE)).containsExactly(30L, 20L);
      assertThat(events(store.step().late(), 9, 2)).containsExactly(10L);
      Numbered second = store.step().late().latest(1, 3).getFirst();
      assertThat(second.number()).isEqualTo(2);
      assertThat(second.event()).usingRecursiveComparison().isEqualTo(late(20));
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void theOldestAreDroppedAndCountedAndHowFarItWentIsKnown(Mode mode) {
    StoreSettings two = TestStore.SMALL.withLate(2);
    try (TestStore store = new TestStore(folder, mode, two, () -> 0)) {
      store.step().late().append(late(1, 1));
      assertThat(store.step().stats().lateDropped()).isZero();
      store.step().late().append(late(2, 9));
      assertThat(events(store.step().late(), 9, Long.MAX_VALUE)).containsExactly(90L, 80L);
      assertThat(store.step().late().count()).isEqualTo(2);
      assertThat(store.step().late().lastEvent()).isEqualTo(90);
      assertThat(store.step().stats().late()).isEqualTo(2);
      assertThat(store.step().stats().lateDropped()).isEqualTo(7);
    }
  }
}
