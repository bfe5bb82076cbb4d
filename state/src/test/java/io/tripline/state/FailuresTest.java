package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

final class FailuresTest {
  private static final Path FOLDER = Path.of("data");

  private static String message(Status.Code code, Status.SubCode subCode, String detail) {
    RocksDBException e = new RocksDBException(detail, new Status(code, subCode, detail));
    return String.valueOf(Failures.of(e, "write to", FOLDER).getMessage());
  }

  @Test
  void aFullDisk() {
    String full = "The disk that holds data is full. Free some space, then start Tripline again.";
    assertThat(message(Status.Code.IOError, Status.SubCode.NoSpace, "x")).isEqualTo(full);
    assertThat(
            message(
                Status.Code.IOError,
                Status.SubCode.None,
                "While appending to file: data/db/000009.log: No space left on device"))
        .isEqualTo(full);
  }

  @Test
  void aFailingDisk() {
    assertThat(message(Status.Code.IOError, Status.SubCode.None, "Input/output error"))
        .isEqualTo(
            "Could not write to the store in data: Input/output error. Check the disk and the"
                + " permissions of the folder, then start Tripline again.");
  }

  @Test
  void damage() {
    assertThat(message(Status.Code.Corruption, Status.SubCode.None, "bad block"))
        .isEqualTo(
            "The store in data is damaged: bad block. Restore the folder from a copy, or move it"
                + " away and start with an empty one.");
  }

  @Test
  void anErrorWithoutStatus() {
    RocksDBException e = new RocksDBException("odd");
    assertThat(Failures.of(e, "read", FOLDER).getMessage()).contains("read", "odd");
  }
}
