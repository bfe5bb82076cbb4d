package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApiKeysTest {
  @TempDir Path folder;

  private static byte[] digest(int fill) {
    byte[] bytes = new byte[ApiKey.DIGEST_BYTES];
    Arrays.fill(bytes, (byte) fill);
    return bytes;
  }

  private static ApiKey key(String id, long at) {
    return ApiKey.made(id, "till", digest(1), List.of("ingest", "read"), at, "ana", ApiKey.NEVER);
  }

  /** The bytes are on people's disks: when this fails, a new format number is needed. */
  @Test
  void theStoredFormStaysAsItIs() {
    ApiKey key =
        ApiKey.made("k1", "Käse", digest(0xab), List.of("ingest", "read"), 1_000, "ana", 2_000)
            .revoked(1_500)
            .used(1_200);
    String golden =
        "01"
            + "00000002"
            + "6b31"
            + "00000005"
            + "4bc3a47365"
            + "00000020"
            + "ab".repeat(32)
            + "00000002"
            + "00000006"
            + "696e67657374"
            + "00000004"
            + "72656164"
            + "00000000000003e8"
            + "00000003"
            + "616e61"
            + "00000000000007d0"
            + "00000000000005dc"
            + "00000000000004b0";
    assertThat(HexFormat.of().formatHex(RocksApiKeys.encode(key))).isEqualTo(golden);
    assertThat(RocksApiKeys.decode(HexFormat.of().parseHex(golden))).isEqualTo(key);
  }

  @Test
  void aRecordThatIsCutIsRefused() {
    byte[] whole = RocksApiKeys.encode(key("k1", 1));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> RocksApiKeys.decode(cut))
          .isInstanceOf(RecordReader.MalformedException.class);
    }
  }

  @Test
  void keysAreThereAtOnceAndAfterReopening() {
    ApiKey revoked;
    try (RocksStorage storage = RocksStorage.open(folder, TestStore.SMALL)) {
      ApiKeys keys = storage.apiKeys();
      assertThat(keys.add(key("b", 2))).isTrue();
      assertThat(keys.add(key("a", 1))).isTrue();
      assertThatThrownBy(() -> keys.add(key("a", 3))).isInstanceOf(IllegalArgumentException.class);
      assertThat(keys.find("a")).isEqualTo(key("a", 1));
      assertThat(keys.find("c")).isNull();
      revoked = keys.revoke("b", 5);
      assertThat(revoked).isEqualTo(key("b", 2).revoked(5));
      assertThat(keys.revoke("b", 6)).as("revoked once and for all").isEqualTo(revoked);
      assertThat(keys.revoke("c", 5)).isNull();
    }
    try (RocksStorage storage = RocksStorage.open(folder, TestStore.SMALL)) {
      assertThat(storage.apiKeys().list()).containsExactly(key("a", 1), revoked);
    }
  }

  @Test
  void aUseIsWrittenDownNowAndThen() {
    long now = 10 * ApiKey.USE_GRAIN_MILLIS;
    try (RocksStorage storage = RocksStorage.open(folder, TestStore.SMALL)) {
      ApiKeys keys = storage.apiKeys();
      keys.add(key("a", 1));
      keys.used(keys.find("a"), now);
      keys.used(keys.find("a"), now + ApiKey.USE_GRAIN_MILLIS - 1);
      assertThat(keys.find("a").usedAt()).isEqualTo(now);
      keys.used(keys.find("a"), now + ApiKey.USE_GRAIN_MILLIS);
      assertThat(keys.find("a").usedAt()).isEqualTo(now + ApiKey.USE_GRAIN_MILLIS);
    }
    try (RocksStorage storage = RocksStorage.open(folder, TestStore.SMALL)) {
      assertThat(storage.apiKeys().find("a").usedAt()).isEqualTo(now + ApiKey.USE_GRAIN_MILLIS);
    }
  }

  @Test
  void ofTooManyTheOneRevokedFirstIsForgotten() {
    try (RocksStorage storage = RocksStorage.open(folder, TestStore.SMALL)) {
      ApiKeys keys = storage.apiKeys();
      for (int i = 0; i < ApiKeys.MOST; i++) {
        keys.add(key("k" + i, i));
      }
      assertThat(keys.add(key("more", 1))).isFalse();
      keys.revoke("k7", 20);
      keys.revoke("k5", 10);
      assertThat(keys.add(key("more", 1))).isTrue();
      assertThat(keys.find("k5")).isNull();
      assertThat(keys.find("k7")).isNotNull();
      assertThat(keys.list()).hasSize(ApiKeys.MOST);
    }
  }

  @Test
  void theDigestIsNotTold() {
    assertThat(key("a", 1).toString()).isEqualTo("key a (till)");
    assertThat(key("a", 1).hasDigest(digest(1))).isTrue();
    assertThat(key("a", 1).hasDigest(digest(2))).isFalse();
  }
}
