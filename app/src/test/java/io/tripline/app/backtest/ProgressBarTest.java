package io.tripline.app.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.ingest.file.FileProgress;
import org.junit.jupiter.api.Test;

final class ProgressBarTest {
  @Test
  void showsHowFarItIs() {
    assertThat(ProgressBar.line(new FileProgress(500, 1000, 2_000_000, 3), 4))
        .isEqualTo("[###############...............]  50 %  2,000,000 events, 500,000/s, 4 s left");
  }

  @Test
  void showsNoShareWhereTheWholeIsUnknown() {
    assertThat(ProgressBar.line(new FileProgress(500, -1, 2_000, 0), 4))
        .isEqualTo("2,000 events, 500/s");
  }

  @Test
  void standsTheStartAndTheEnd() {
    assertThat(ProgressBar.line(new FileProgress(0, 1000, 0, 0), 0)).startsWith("[......");
    assertThat(ProgressBar.line(new FileProgress(1000, 1000, 7, 0), 1)).contains("100 %");
  }
}
