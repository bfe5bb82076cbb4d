package io.tripline.state;

import io.tripline.state.Savepoint.SavedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;

/**
 * The files of a savepoint, on disk and whole. Tables of RocksDB and files of the journal hold
 * checksums of all that is in them, so making a savepoint need not read them; of the others, which
 * are small, the savepoint keeps checksums.
 */
final class SavepointFiles {
  /** How the names of RocksDB's tables end. */
  static final String TABLE = ".sst";

  private static final int CHUNK = 1 << 20;

  private SavepointFiles() {}

  /**
   * All in the folders of a savepoint that is being made, as they are once this returns: on disk.
   */
  static List<SavedFile> settle(Path savepoint) throws IOException {
    List<SavedFile> files = new ArrayList<>();
    for (Path folder : List.of(StoreFolder.rocks(savepoint), StoreFolder.journal(savepoint))) {
      List<Path> inside;
      try (Stream<Path> all = Files.list(folder)) {
        inside = all.sorted().toList();
      }
      for (Path file : inside) {
        String path = savepoint.relativize(file).toString().replace('\\', '/');
        files.add(new SavedFile(path, Files.size(file), settleFile(file)));
      }
      StoreFolder.sync(folder);
    }
    return files;
  }

  private static String settleFile(Path file) throws IOException {
    if (isTable(file)) {
      return SavedFile.OWN; // RocksDB has synced it
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.force(true);
      // A file without syncs may have had holes since power failed, which are no news.
      boolean isWhole = JournalSegment.isSegment(file) && JournalSegment.isSynced(file);
      return isWhole ? SavedFile.OWN : checksum(channel);
    }
  }

  private static boolean isTable(Path file) {
    return file.toString().endsWith(TABLE);
  }

  private static String checksum(FileChannel channel) throws IOException {
    CRC32C sum = new CRC32C();
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    while (channel.read(chunk) >= 0) {
      sum.update(chunk.flip());
      chunk.clear();
    }
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  /** Reads all files, and says of each that is not as it was what is wrong with it. */
  static List<String> problems(Path savepoint, List<SavedFile> files) throws IOException {
    NativeLibrary.load();
    List<String> problems = new ArrayList<>();
    for (SavedFile file : files) {
      String problem = problem(savepoint.resolve(file.path()), file);
      if (problem != null) {
        problems.add(file.path() + " " + problem);
      }
    }
    return problems;
  }

  private static @Nullable String problem(Path path, SavedFile file) throws IOException {
    try {
      long bytes = Files.size(path);
      if (bytes != file.bytes()) {
        return "has " + bytes + " bytes, and should have " + file.bytes();
      }
      if (!file.checksum().equals(SavedFile.OWN)) {
        try (FileChannel channel = FileChannel.open(path)) {
          return checksum(channel).equals(file.checksum()) ? null : "is not what it was";
        }
      }
      return isTable(path) ? ofTable(path) : ofSegment(path);
    } catch (NoSuchFileException e) {
      return "is missing";
    }
  }

  /** What is wrong with a table of RocksDB; null if nothing is. */
  static @Nullable String ofTable(Path path) {
    try (Options options = new Options();
        SstFileReader reader = new SstFileReader(options)) {
      reader.open(path.toString());
      reader.verifyChecksum();
      return null;
    } catch (RocksDBException e) {
      return "is damaged (" + e.getMessage() + ")";
    }
  }

  /** What is wrong with a file of the journal, which is whole to its end; null if nothing is. */
  private static @Nullable String ofSegment(Path path) throws IOException {
    long size = Files.size(path);
    try (SegmentReader reader = new SegmentReader(path, size)) {
      long end = 0;
      long next = -1;
      for (JournalRecord record = reader.nextIfWhole();
          record != null && (next < 0 || record.first() == next);
          record = reader.nextIfWhole()) {
        next = record.last() + 1;
        end = reader.position() + record.length();
      }
      return end == size ? null : "is broken at byte " + end;
    }
  }
}
