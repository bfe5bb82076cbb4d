package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.state.AlertReviews.Counts;
import io.tripline.state.AlertReviews.OfRule;
import io.tripline.state.Review.Acknowledged;
import io.tripline.state.Review.Feedback;
import io.tripline.state.Review.Verdict;
import io.tripline.state.RocksAlertReviews.Stored;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlertReviewsTest {
  private static final Review EVERYTHING =
      new Review(
          new Acknowledged("ana", 1_500),
          new Feedback(Verdict.FALSE_POSITIVE, "ben", "größer", 2_000));

  @TempDir Path folder;

  /** The bytes are on people's disks: when this fails, a new format number is needed. */
  @Test
  void theStoredFormStaysAsItIs() {
    Stored stored = new Stored(new OfRule("cards", "big"), EVERYTHING);
    String golden =
        "01"
            + "00000005"
            + "6361726473"
            + "00000003"
            + "626967"
            + "01"
            + "00000003"
            + "616e61"
            + "00000000000005dc"
            + "02"
            + "00000003"
            + "62656e"
            + "00000008"
            + "6772c3b6c39f6572"
            + "00000000000007d0";
    assertThat(HexFormat.of().formatHex(RocksAlertReviews.encode(stored))).isEqualTo(golden);
    assertThat(RocksAlertReviews.decode(HexFormat.of().parseHex(golden))).isEqualTo(stored);
    Stored nothing = new Stored(new OfRule("", ""), Review.NONE);
    assertThat(RocksAlertReviews.decode(RocksAlertReviews.encode(nothing))).isEqualTo(nothing);
  }

  @Test
  void aRecordThatIsCutIsRefused() {
    byte[] whole = RocksAlertReviews.encode(new Stored(new OfRule("s", "r"), EVERYTHING));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> RocksAlertReviews.decode(cut))
          .isInstanceOf(RecordReader.MalformedException.class);
    }
  }

  @Test
  void changesAreThereAtOnceAndAfterReopening() {
    OfRule of = new OfRule(Samples.alert(2).ruleSet(), Samples.alert(2).rule());
    try (RocksStorage storage = RocksStorage.open(folder, StoreSettings.defaults())) {
      AlertReviews reviews = storage.reviews();
      assertThat(reviews.get(2)).isEqualTo(Review.NONE);
      assertThat(reviews.change(Samples.alert(2), was -> EVERYTHING)).isEqualTo(EVERYTHING);
      reviews.change(Samples.alert(3), was -> was.acknowledged(new Acknowledged("", 1)));
      assertThat(reviews.counts()).isEqualTo(Map.of(of, new Counts(0, 1)));
    }
    try (RocksStorage storage = RocksStorage.open(folder, StoreSettings.defaults())) {
      assertThat(storage.reviews().get(2)).isEqualTo(EVERYTHING);
      assertThat(storage.reviews().get(3).acknowledged()).isEqualTo(new Acknowledged("", 1));
      assertThat(storage.reviews().counts()).isEqualTo(Map.of(of, new Counts(0, 1)));
      storage.reviews().change(Samples.alert(2), was -> was.withFeedback(null));
      assertThat(storage.reviews().counts()).isEqualTo(Map.of(of, new Counts(0, 0)));
    }
  }
}
