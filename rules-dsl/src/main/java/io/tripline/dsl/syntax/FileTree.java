package io.tripline.dsl.syntax;

import java.util.List;

/**
 * What a file declares; each kind in the order of the text.
 *
 * @param unreadable whether some declaration could not be read at all, so that a name that seems to
 *     be missing may be there
 * @param eventUnreadable whether that declaration may be one of an event type
 */
public record FileTree(
    List<EventDeclaration> events,
    List<FeatureDeclaration> features,
    List<ListDeclaration> lists,
    List<TableDeclaration> tables,
    List<RuleDeclaration> rules,
    List<TestDeclaration> tests,
    boolean unreadable,
    boolean eventUnreadable) {
  public FileTree {
    events = List.copyOf(events);
    features = List.copyOf(features);
    lists = List.copyOf(lists);
    tables = List.copyOf(tables);
    rules = List.copyOf(rules);
    tests = List.copyOf(tests);
  }

  /** A file of which nothing could be read. */
  public static FileTree nothing() {
    return new FileTree(
        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), true, true);
  }
}
