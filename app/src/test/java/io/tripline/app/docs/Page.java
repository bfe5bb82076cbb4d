package io.tripline.app.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of documentation, as far as it can be run: its fenced blocks. */
record Page(List<Block> blocks) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:<!-- ([^>]*?) -->\n)?```(\\w*)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  /**
   * A fenced block.
   *
   * @param note the comment right above it, such as {@code prints}; may be empty
   * @param language {@code sh} for commands
   */
  record Block(String note, String language, String text) {
    boolean isCommand() {
      return language.equals("sh");
    }

    /** What stands after {@code name: } in the note, or nothing. */
    String noted(String name) {
      return note.startsWith(name + ": ") ? note.substring(name.length() + 2) : "";
    }
  }

  static Page read(Path file) throws IOException {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(Files.readString(file));
    while (matcher.find()) {
      String note = matcher.group(1) == null ? "" : matcher.group(1);
      blocks.add(new Block(note, matcher.group(2), matcher.group(3)));
    }
    return new Page(blocks);
  }
}
