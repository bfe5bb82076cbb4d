package io.tripline.app.lsp;

import java.nio.file.Path;

/** What the files of a rule set have in common. */
sealed interface RuleSetRoot {

  /** Every rule file below a folder, or one file: what {@code check PATH} takes. */
  record Below(Path path) implements RuleSetRoot {}

  /**
   * The rule files of one folder, not those below it: for a file that was opened outside of the
   * workspace.
   */
  record Beside(Path folder) implements RuleSetRoot {}

  /** A document that is no file. */
  record Alone(DocumentName document) implements RuleSetRoot {}
}
