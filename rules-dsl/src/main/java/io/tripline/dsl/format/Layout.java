package io.tripline.dsl.format;

import io.tripline.dsl.format.Words.Gap;
import io.tripline.dsl.syntax.concrete.Element;
import io.tripline.dsl.syntax.concrete.Leaf;
import io.tripline.dsl.syntax.concrete.Node;
import io.tripline.dsl.syntax.concrete.NodeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How each kind of node is laid out. Every layout goes over the children of its node in their order
 * and sets each of them once.
 */
final class Layout {
  /** Declarations that may follow one another without an empty line. */
  private static final Set<NodeKind> SHORT =
      Set.of(NodeKind.FEATURE_DECLARATION, NodeKind.LIST_DECLARATION, NodeKind.TABLE_DECLARATION);

  private final Words words = new Words();
  private final DeclarationLayout declarations = new DeclarationLayout(this, words);
  private final RuleLayout rules = new RuleLayout(this, words);
  private final PatternLayout patterns = new PatternLayout(this);
  private final ExpressionLayout expressions = new ExpressionLayout(this);
  private final TestLayout tests = new TestLayout(this, words);

  /**
   * A whole file, declaration by declaration.
   *
   * @param root without anything unreadable in it
   */
  void file(Node root, Consumer<Doc> out) {
    List<Node> nodes = nodes(root.children());
    int featureNames = 0;
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      NodeKind before = i == 0 ? NodeKind.RULE_SET : nodes.get(i - 1).kind();
      boolean isShort = SHORT.contains(node.kind()) && SHORT.contains(before);
      out.accept(words.begin(node, i == 0 ? Gap.NEVER : isShort ? Gap.KEPT : Gap.ALWAYS));
      if (node.kind() == NodeKind.FEATURE_DECLARATION) {
        if (before != NodeKind.FEATURE_DECLARATION || Words.isApart(node)) {
          featureNames = declarations.featureNames(nodes.subList(i, nodes.size()));
        }
        out.accept(declarations.feature(node, featureNames));
      } else {
        out.accept(of(node));
      }
    }
    words.ownLines(root.last(), nodes.isEmpty() ? Gap.NEVER : Gap.KEPT).forEach(out);
  }

  /** Any piece of a file. */
  Doc of(Element element) {
    return switch (element) {
      case Leaf leaf -> words.token(leaf);
      case Node node -> of(node);
    };
  }

  private Doc of(Node node) {
    List<Element> children = node.children();
    return switch (node.kind()) {
      case EVENT_DECLARATION -> declarations.event(node);
      case TABLE_DECLARATION -> declarations.table(node);
      case FEATURE_DECLARATION -> declarations.feature(node, 0);
      case RULE_DECLARATION -> rules.rule(node);
      case FIELD -> declarations.field(node);
      case TYPE, KEY_ITEM, ANNOTATION, TEST_KEY -> call(children);

      case TRIGGER -> rules.trigger(node);
      case PATTERN_SECTION -> rules.pattern(node);
      case DEFINE -> rules.define(node);
      case ALERT -> rules.alert(node);
      case EMIT -> rules.emit(node);

      case PATTERN, SEQUENCE, CONJUNCTION -> patterns.chain(node);
      case REPETITION -> patterns.repetition(node);

      case NOT -> expressions.not(node);
      case AND, OR -> expressions.logical(node);
      case TEST -> expressions.test(node);
      case SUM, PRODUCT -> expressions.arithmetic(node);
      case IN -> expressions.in(node);
      case PARENTHESES -> expressions.parentheses(node);
      case CASE -> expressions.caseWhen(node);
      case BRANCH -> expressions.branch(node);
      case CALL -> expressions.call(node);
      case LOOKUP -> expressions.lookup(node);
      case NAMED -> expressions.named(node);

      case TEST_DECLARATION -> tests.test(node);
      case GIVEN -> tests.given(node);
      case EXPECT_ALERT -> tests.expectAlert(node);
      case EXPECTED -> tests.expected(node);

      case KEY -> commas(children);
      case WHEN, BY ->
          Doc.concat(of(children.get(0)), Doc.space(1), Doc.nest(2, of(children.get(1))));
      case TYPE_ARGUMENT,
          ANNOTATION_ARGUMENT,
          KEY_PART,
          DURATION,
          GAP,
          QUANTIFIER,
          NEGATE,
          MEMBER,
          BARE,
          INTEGER,
          DECIMAL,
          UNIT,
          DURATION_LITERAL,
          TEXT,
          BOOLEAN,
          NULL,
          CLOCK,
          EVENT_ID,
          TEST_VALUE,
          NAME ->
          glued(children);
      case LIST_DECLARATION,
          TITLE,
          SEVERITY,
          TAGS,
          TAG,
          PARAM,
          DEFINITION,
          AFTER_MATCH,
          SKIP,
          SCORE,
          WITH,
          ONCE,
          DECIDE,
          LINK,
          ABSENCE,
          MODIFIER,
          COMPARISON,
          IN_LIST,
          BETWEEN,
          LIKE,
          MATCHES,
          IS_NULL,
          ARGUMENTS,
          QUANTITY,
          TIMESTAMP,
          SLIDING,
          DELAY,
          PANES,
          LAST_EVENTS,
          SESSION,
          CALENDAR,
          GIVEN_PARAM,
          EXPECT_NO_ALERT,
          EXPECT_DECISION,
          EXPECT_NO_DECISION,
          INSTANT,
          RULE_SET,
          UNREADABLE ->
          spaced(children);
    };
  }

  // ---- common forms

  /** Without blanks. */
  Doc glued(List<Element> elements) {
    return Doc.concat(elements.stream().map(this::of).toList());
  }

  /** With a blank between any two. */
  Doc spaced(List<Element> elements) {
    return Doc.join(Doc.space(1), elements.stream().map(this::of).toList());
  }

  /** As many on a line as fit. */
  Doc commas(List<Element> elements) {
    return Doc.fill(items(elements));
  }

  /** {@code decimal(2)}: what stands before the parentheses, if there are any, sticks to them. */
  Doc call(List<Element> elements) {
    int open = indexOf(elements, "(");
    return open < 0
        ? glued(elements)
        : Doc.concat(
            glued(elements.subList(0, open)), brackets(elements.subList(open, elements.size())));
  }

  /** {@code (1, 2, 3)}, as many on a line as fit. */
  Doc brackets(List<Element> elements) {
    int last = elements.size() - 1;
    return Doc.group(
        of(elements.getFirst()),
        Doc.nest(2, Doc.SOFT_LINE, commas(elements.subList(1, last))),
        Doc.SOFT_LINE,
        of(elements.get(last)));
  }

  /** {@code { a = 1, b = 2 }}, on one line or one on each. */
  Doc braces(List<Element> elements) {
    int last = elements.size() - 1;
    if (last == 1) {
      return glued(elements);
    }
    return Doc.group(
        of(elements.getFirst()),
        Doc.nest(2, Doc.LINE, Doc.join(Doc.LINE, items(elements.subList(1, last)))),
        Doc.LINE,
        of(elements.get(last)));
  }

  /** Each with the comma behind it. */
  List<Doc> items(List<Element> elements) {
    List<Doc> items = new ArrayList<>();
    for (Element element : elements) {
      Doc doc = of(element);
      boolean isComma = element instanceof Leaf leaf && leaf.is(",");
      items.add(isComma && !items.isEmpty() ? Doc.concat(items.removeLast(), doc) : doc);
    }
    return items;
  }

  // ---- children

  /** Where a sign or a word stands among children, or −1. */
  static int indexOf(List<Element> elements, String sign) {
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i) instanceof Leaf leaf && leaf.is(sign)) {
        return i;
      }
    }
    return -1;
  }

  /** Those that are no tokens. */
  static List<Node> nodes(List<Element> elements) {
    return elements.stream().filter(Node.class::isInstance).map(Node.class::cast).toList();
  }
}
