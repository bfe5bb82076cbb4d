package io.tripline.dsl.syntax;

import java.util.List;

/**
 * What a file declares.
 *
 * @param planned names of declarations that cannot be used yet (and were reported): their uses are
 *     no mistakes of their own
 * @param unreadable whether some declaration could not be read at all, so that a name that seems to
 *     be missing may be there
 */
public record FileTree(
    List<EventDeclaration> events,
    List<RuleDeclaration> rules,
    List<Name> planned,
    boolean unreadable) {
  public FileTree {
    events = List.copyOf(events);
    rules = List.copyOf(rules);
    planned = List.copyOf(planned);
  }
}
