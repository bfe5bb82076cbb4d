package io.tripline.state;

import io.tripline.engine.port.StorageException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/**
 * Loads RocksDB's native part. Left to itself, RocksDB unpacks 17 MB into the folder for temporary
 * files and deletes them when the process ends in order; each killed process would leave them
 * there. A library that is loaded needs no file, so it is deleted at once.
 */
final class NativeLibrary {
  private static boolean loaded;

  private NativeLibrary() {}

  static synchronized void load() {
    if (loaded) {
      return;
    }
    try {
      Path folder = Files.createTempDirectory("tripline-rocksdb");
      folder.toFile().deleteOnExit(); // after the files in it: the last named is the first deleted
      try {
        NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
      } finally {
        delete(folder.toFile());
      }
      RocksDB.loadLibrary(); // finds it loaded, and loads the compression libraries
      loaded = true;
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new StorageException(
          "RocksDB's native library could not be loaded. Check that the folder for temporary files"
              + " (-Djava.io.tmpdir) can be written to and allows execution, and that RocksDB"
              + " supports this machine.",
          e);
    }
  }

  /**
   * Where the system keeps the file of a loaded library (Windows), it goes when the process ends.
   */
  private static void delete(File folder) {
    File[] files = folder.listFiles();
    for (File file : files == null ? new File[0] : files) {
      if (!file.delete()) {
        file.deleteOnExit();
      }
    }
    boolean unused = folder.delete();
  }
}
