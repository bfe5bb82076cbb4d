package io.tripline.dsl.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.syntax.concrete.NodeKind;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.junit.jupiter.api.Test;

class ConcreteBuilderTest {
  /** Rules with named alternatives have a class of their own that no finished node is of. */
  private static final Set<String> BASES =
      Set.of(
          "alertClause",
          "expression",
          "literal",
          "operand",
          "predicate",
          "primary",
          "section",
          "testMoment",
          "testPart",
          "window");

  private static final Set<String> WITHOUT_NODE =
      Set.of("constant", "declaration", "hole", "step", "value");

  @Test
  void everyRuleOfTheGrammarHasAKindAndEveryKindARule() {
    Set<NodeKind> used = new TreeSet<>();
    Set<String> unknown = new TreeSet<>();
    for (Class<?> context : contexts().toList()) {
      NodeKind kind = ConcreteBuilder.kind(context);
      if (kind == NodeKind.UNREADABLE) {
        unknown.add(nameInTheGrammar(context));
      }
      used.add(kind);
    }
    Set<String> expected = new TreeSet<>(BASES);
    expected.addAll(WITHOUT_NODE);
    assertThat(unknown).isEqualTo(expected);
    assertThat(used).containsExactly(NodeKind.values());
  }

  private static Stream<Class<?>> contexts() {
    return Stream.of(TriplineParser.class.getDeclaredClasses())
        .filter(ParserRuleContext.class::isAssignableFrom);
  }

  private static String nameInTheGrammar(Class<?> context) {
    String name = context.getSimpleName().replace("Context", "");
    return name.substring(0, 1).toLowerCase() + name.substring(1);
  }
}
