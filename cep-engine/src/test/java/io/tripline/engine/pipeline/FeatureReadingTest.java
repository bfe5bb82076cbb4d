package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FeatureReadingTest {
  @Test
  void thoseOfAllWorkersComeOnceAndByName() {
    List<FeatureReading> one = List.of(reading(7, "b", 2), reading(7, "d", 1), reading(6, "a", 9));
    List<FeatureReading> other =
        List.of(reading(7, "c", 3), reading(7, "b", 5), reading(7, "b", 2), reading(7, "a", 4));

    assertThat(FeatureReading.at(7, List.of(one, List.of(), other)))
        .containsExactly(value("a", 4), value("b", 2), value("b", 5), value("c", 3), value("d", 1));
  }

  @Test
  void whereNothingWasReadThereIsNothing() {
    assertThat(FeatureReading.at(7, List.of(List.of(), List.of()))).isEmpty();
    assertThat(FeatureReading.at(7, List.of(List.of(reading(8, "a", 1))))).isEmpty();
  }

  private static FeatureReading reading(long event, String name, long value) {
    return new FeatureReading(event, value(name, value));
  }

  private static NamedValue value(String name, long value) {
    return new NamedValue(name, new Value.Int(value));
  }
}
