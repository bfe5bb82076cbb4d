package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.state.IdempotencyKeys.Answer;
import io.tripline.state.IdempotencyKeys.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdempotencyKeysTest {
  @TempDir Path folder;

  private static byte[] key(int number) {
    return ByteBuffer.allocate(32).putInt(number).array();
  }

  private static Request begun(long at) {
    return new Request(key(7), at, null);
  }

  private static Request answered(long at) {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    return new Request(key(7), at, new Answer(201, List.of("Location", "/x"), body));
  }

  /** The bytes are on people's disks: when this fails, a new format number is needed. */
  @Test
  void theStoredFormStaysAsItIs() {
    String begun = "01" + "00000020" + "00000007" + "00".repeat(28) + "00000000000003e8";
    String answer =
        "01"
            + "000000c9"
            + "00000002"
            + "00000008"
            + "4c6f636174696f6e"
            + "00000002"
            + "2f78"
            + "00000002"
            + "7b7d";
    HexFormat hex = HexFormat.of();
    assertThat(hex.formatHex(RocksIdempotencyKeys.encode(begun(1_000)))).isEqualTo(begun + "00");
    assertThat(hex.formatHex(RocksIdempotencyKeys.encode(answered(1_000))))
        .isEqualTo(begun + answer);
    Request read = RocksIdempotencyKeys.decode(hex.parseHex(begun + answer));
    assertThat(RocksIdempotencyKeys.encode(read)).isEqualTo(hex.parseHex(begun + answer));
    assertThat(read.answer().status()).isEqualTo(201);
  }

  @Test
  void aRecordThatIsCutIsRefused() {
    byte[] whole = RocksIdempotencyKeys.encode(answered(1));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> RocksIdempotencyKeys.decode(cut))
          .isInstanceOf(RecordReader.MalformedException.class);
    }
  }

  @Test
  void theyAreThereAfterAStart() {
    try (RocksStorage storage = RocksStorage.open(folder, StoreSettings.defaults())) {
      storage.idempotencyKeys().put(key(1), begun(1_000));
      storage.idempotencyKeys().put(key(2), begun(1_000));
      storage.idempotencyKeys().put(key(2), answered(1_000));
      storage.idempotencyKeys().put(key(3), begun(1_000));
      storage.idempotencyKeys().remove(key(3));
    }
    try (RocksStorage storage = RocksStorage.open(folder, StoreSettings.defaults())) {
      IdempotencyKeys keys = storage.idempotencyKeys();
      assertThat(keys.find(key(1), 2_000).answer()).isNull();
      assertThat(keys.find(key(2), 2_000).answer().headers()).containsExactly("Location", "/x");
      assertThat(keys.find(key(3), 2_000)).isNull();
    }
  }

  @Test
  void theyAreForgottenAfterADay() {
    try (RocksStorage storage = RocksStorage.open(folder, StoreSettings.defaults())) {
      IdempotencyKeys keys = storage.idempotencyKeys();
      keys.put(key(1), begun(1_000));
      assertThat(keys.find(key(1), 1_000 + IdempotencyKeys.KEPT_MILLIS)).isNotNull();
      assertThat(keys.find(key(1), 1_001 + IdempotencyKeys.KEPT_MILLIS)).isNull();
      keys.put(key(2), begun(1_001 + IdempotencyKeys.KEPT_MILLIS));
      assertThat(keys.find(key(1), 1_000)).isNull();
    }
  }

  @Test
  void theyAreBounded() {
    StoreSettings settings = StoreSettings.defaults();
    try (RocksStorage storage = RocksStorage.open(folder, settings)) {
      IdempotencyKeys keys = storage.idempotencyKeys();
      for (int i = 0; i < IdempotencyKeys.MOST + 5; i++) {
        keys.put(key(i), begun(1_000));
      }
      assertThat(keys.find(key(4), 1_000)).isNull();
      assertThat(keys.find(key(5), 1_000)).isNotNull();
      keys.put(key(5), answered(1_000)); // makes no room
      assertThat(keys.find(key(6), 1_000)).isNotNull();
    }
  }
}
