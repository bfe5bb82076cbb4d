package io.tripline.app.events;

import io.tripline.app.cli.IoErrors;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.contents.Change;
import io.tripline.engine.contents.EntryForm;
import io.tripline.ingest.contents.EntryReader;
import io.tripline.ingest.contents.WrongEntry;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** What lists and tables hold before the first event, from files that a command line names. */
final class ContentsFiles {
  private static final int TOLD = 10;

  private ContentsFiles() {}

  /**
   * Reads the files.
   *
   * @param lists as NAME=FILE
   * @param tables likewise
   * @throws WrongUseException if a name is not declared, or a file cannot be read, or holds what is
   *     no entry
   */
  static List<Change> read(
      RuleSet ruleSet, List<String> lists, List<String> tables, Terminal terminal) {
    Map<String, EntryForm> missing = new LinkedHashMap<>();
    EntryForm.all(ruleSet).forEach(form -> missing.put(form.name(), form));
    List<Change> all = new ArrayList<>();
    lists.forEach(each -> all.add(read("--list", each, false, missing)));
    tables.forEach(each -> all.add(read("--table", each, true, missing)));
    missing
        .values()
        .forEach(
            form ->
                terminal
                    .err()
                    .println(
                        "warning: the %s %s is empty; --%s %s=FILE gives it entries"
                            .formatted(form.kind(), form.name(), form.kind(), form.name())));
    return all;
  }

  private static Change read(
      String option, String given, boolean isTable, Map<String, EntryForm> missing) {
    int equals = given.indexOf('=');
    if (equals <= 0 || equals == given.length() - 1) {
      throw new WrongUseException(option + " takes NAME=FILE, not " + given);
    }
    String name = given.substring(0, equals);
    EntryForm form = missing.get(name);
    if (form == null || form.isTable() != isTable) {
      throw new WrongUseException(
          option
              + ": the rules declare no "
              + (isTable ? "table " : "list ")
              + name
              + ", or it is given twice");
    }
    missing.remove(name);
    Change change = new Change(form, true);
    EntryReader reader = new EntryReader(change);
    String file = given.substring(equals + 1);
    try (InputStream in = open(Path.of(file))) {
      reader.read(in, null);
    } catch (InvalidPathException e) {
      throw new WrongUseException(file + " is no path", e);
    } catch (FileSystemException e) {
      throw new WrongUseException(IoErrors.sentence(e), e);
    } catch (IOException e) {
      throw new WrongUseException(file + " cannot be read: " + e.getMessage(), e);
    }
    if (reader.wrongCount() > 0) {
      throw new WrongUseException(mistakes(file, reader));
    }
    return change;
  }

  private static InputStream open(Path path) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(path));
    return path.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
  }

  private static String mistakes(String file, EntryReader reader) {
    StringBuilder text = new StringBuilder();
    for (WrongEntry wrong : reader.wrong().stream().limit(TOLD).toList()) {
      text.append(text.isEmpty() ? "" : "\n");
      text.append(file).append(':').append(wrong.line()).append(": ").append(wrong.reason());
    }
    long more = reader.wrongCount() - TOLD;
    return more > 0
        ? text.append("\nand ").append(more).append(" more").toString()
        : text.toString();
  }
}
