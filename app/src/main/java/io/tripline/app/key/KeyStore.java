package io.tripline.app.key;

import io.tripline.app.cli.WrongUseException;
import io.tripline.engine.port.StorageException;
import io.tripline.state.RocksStorage;
import io.tripline.state.StoreSettings;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Whose keys are meant. */
final class KeyStore {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:TRIPLINE_DATA:-data}",
      description =
          "The data folder; \"key create\" makes it if it is missing. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of("data");

  /**
   * Does something with a store that is there.
   *
   * @throws WrongUseException if there is none, or a process uses it
   */
  <T> T inExisting(Function<RocksStorage, T> something) {
    if (!RocksStorage.isStore(data)) {
      throw new WrongUseException("there is no store in the folder " + data);
    }
    return in(something);
  }

  /** Does something with a store, which is made if it is missing. */
  <T> T in(Function<RocksStorage, T> something) {
    try (RocksStorage storage = RocksStorage.open(data, StoreSettings.defaults())) {
      return something.apply(storage);
    } catch (StorageException e) {
      throw new WrongUseException(String.valueOf(e.getMessage()), e);
    }
  }
}
