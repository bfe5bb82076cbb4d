package io.tripline.dsl.parser;

import io.tripline.dsl.syntax.concrete.Element;
import io.tripline.dsl.syntax.concrete.Node;
import io.tripline.dsl.syntax.concrete.NodeKind;
import io.tripline.dsl.syntax.concrete.SourceTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * Makes the concrete tree from the parse tree. A token that is not in the parse tree, because
 * {@link Tokens} or {@link Recovery} left it out, is put where it stands.
 */
final class ConcreteBuilder {
  private static final Map<String, NodeKind> KINDS =
      Stream.of(NodeKind.values()).collect(Collectors.toMap(Enum::name, Function.identity()));

  private static final Set<Class<?>> PASS_ON =
      Set.of(
          TriplineParser.DeclarationContext.class,
          TriplineParser.ValueContext.class,
          TriplineParser.ConstantContext.class);

  private static final Set<NodeKind> PASS_ON_ONE =
      Set.of(NodeKind.TEST, NodeKind.SEQUENCE, NodeKind.CONJUNCTION);

  private static final Set<NodeKind> CHAINS =
      Set.of(NodeKind.AND, NodeKind.OR, NodeKind.SUM, NodeKind.PRODUCT);

  /** Looked up by name once for each class. */
  private static final ClassValue<NodeKind> KIND_OF =
      new ClassValue<>() {
        @Override
        protected NodeKind computeValue(Class<?> context) {
          return kind(context);
        }
      };

  private final Leaves leaves;

  private ConcreteBuilder(Leaves leaves) {
    this.leaves = leaves;
  }

  /**
   * The tree of a file.
   *
   * @param tokens all that the lexer found
   * @param parsed what the parser made of them
   */
  static SourceTree build(String text, List<Token> tokens, TriplineParser.RuleSetContext parsed) {
    Leaves leaves = new Leaves(text, tokens);
    ConcreteBuilder builder = new ConcreteBuilder(leaves);
    List<Element> children = new ArrayList<>();
    builder.addChildren(parsed, children);
    builder.addLeftOut(Integer.MAX_VALUE, children);
    children.add(leaves.end());
    return new SourceTree(text, new Node(NodeKind.RULE_SET, children), leaves.taken());
  }

  /**
   * The kind that has the context's name in the grammar; what the parser gave up before it knew the
   * alternative is unreadable.
   */
  static NodeKind kind(Class<?> context) {
    String name = context.getSimpleName().replaceFirst("Context$", "");
    String constant = name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    return KINDS.getOrDefault(constant, NodeKind.UNREADABLE);
  }

  private void add(ParseTree tree, List<Element> siblings) {
    if (tree instanceof TerminalNode terminal) {
      Token token = terminal.getSymbol();
      boolean read = token.getTokenIndex() >= 0; // else it is missing, and was made up
      if (read && token.getType() != Token.EOF) {
        addLeftOut(token.getStartIndex(), siblings);
        siblings.add(leaves.take(terminal.getParent() instanceof TriplineParser.NameContext));
      }
    } else {
      add((ParserRuleContext) tree, siblings);
    }
  }

  private void add(ParserRuleContext context, List<Element> siblings) {
    addLeftOut(context.getStart().getStartIndex(), siblings);
    List<Element> children = new ArrayList<>();
    NodeKind kind = KIND_OF.get(context.getClass());
    if (CHAINS.contains(kind)) {
      addChain(context, children);
    } else {
      addChildren(context, children);
    }
    if (PASS_ON.contains(context.getClass())
        || PASS_ON_ONE.contains(kind) && children.size() == 1) {
      siblings.addAll(children);
    } else if (!children.isEmpty()) {
      siblings.add(new Node(kind, children));
    }
  }

  private void addChildren(ParserRuleContext context, List<Element> children) {
    addChildren(context, 0, children);
  }

  private void addChildren(ParserRuleContext context, int from, List<Element> children) {
    for (int i = from; i < context.getChildCount(); i++) {
      add(context.getChild(i), children);
    }
    if (context.getStop() != null) {
      addLeftOut(context.getStop().getStartIndex() + 1, children);
    }
  }

  /** The operands and signs of a chain, which the parser nests to the left, maybe very deep. */
  private void addChain(ParserRuleContext context, List<Element> children) {
    Deque<ParserRuleContext> outer = new ArrayDeque<>();
    ParserRuleContext inner = context;
    while (inner.getChildCount() > 0
        && inner.getChild(0) instanceof ParserRuleContext left
        && left.getClass() == inner.getClass()) {
      outer.push(inner);
      inner = left;
    }
    addChildren(inner, children);
    while (!outer.isEmpty()) {
      addChildren(outer.pop(), 1, children);
    }
  }

  /** Adds the tokens before a position that no node has. */
  private void addLeftOut(int position, List<Element> siblings) {
    if (!leaves.hasBefore(position)) {
      return;
    }
    List<Element> children = new ArrayList<>();
    while (leaves.hasBefore(position)) {
      children.add(leaves.take(false));
    }
    siblings.add(new Node(NodeKind.UNREADABLE, children));
  }
}
