package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.port.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestCheckTest {
  @TempDir private Path folder;
  private Path manifest;
  private byte[] whole;

  @BeforeEach
  void fill() throws IOException {
    RocksStorage.open(folder, StoreSettings.defaults()).close();
    try (Stream<Path> files = Files.walk(folder)) {
      manifest =
          files
              .filter(each -> each.getFileName().toString().startsWith("MANIFEST-"))
              .max(Path::compareTo)
              .orElseThrow();
    }
    whole = Files.readAllBytes(manifest);
  }

  @Test
  void whatRocksDbHasWrittenIsWholeAlsoWhenItIsCutAnywhere() {
    for (int length = 0; length <= whole.length; length++) {
      assertThat(ManifestCheck.damage(Arrays.copyOf(whole, length))).as("%d", length).isEmpty();
    }
  }

  @Test
  void aLengthThatReachesBeyondTheEndIsFound() {
    int found = 0;
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) 0x55;
      found += ManifestCheck.damage(damaged).isPresent() ? 1 : 0;
    }
    // One byte of each record but the last, the higher one of its length.
    assertThat(found).isGreaterThan(15);
  }

  @Test
  void suchAStoreIsRefusedAndNothingOfItIsDeleted() throws IOException {
    byte[] damaged = whole.clone();
    damaged[5] ^= (byte) 0x55; // of the first record
    Files.write(manifest, damaged);
    assertThatThrownBy(() -> RocksStorage.open(folder, StoreSettings.defaults()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("damaged: the record at 0 of MANIFEST-")
        .hasMessageContaining("Restore the folder from a copy");
    assertThat(Files.readAllBytes(manifest)).isEqualTo(damaged);

    Files.write(manifest, whole);
    RocksStorage.open(folder, StoreSettings.defaults()).close();
  }
}
