package io.tripline.dsl.syntax.concrete;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.parser.RuleParser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTreeTest {
  private static final String RULE =
      """
      // cards
      /// A rule.
      rule r { // begins
        on Payment by card
        when amount > 2 * fee /* why */ and approved // so
        // at the end
        /* really */ alert "x"
      }
      // bye
      """;

  @Test
  void nodesAreNamedByTheGrammar() {
    assertThat(outline(tree("rule r { on Payment by card when a > 2 * b and c alert 'x' }").root()))
        .isEqualTo(
            "rule_set(rule_declaration(rule name(r) { trigger(on name(Payment)"
                + " by key(key_item(key_part(name(card))))"
                + " when(when and(test(bare(name(a)) comparison(> product(integer(2) *"
                + " bare(name(b))))) and bare(name(c)))))"
                + " alert(alert 'x') }) )");
  }

  @Test
  void aChainIsOneNode() {
    String condition = "a + b - c * d / e or f and g and h or not i";
    assertThat(outline(condition(condition)))
        .isEqualTo(
            "or(sum(bare(name(a)) + bare(name(b)) - product(bare(name(c)) * bare(name(d)) /"
                + " bare(name(e)))) or and(bare(name(f)) and bare(name(g)) and bare(name(h)))"
                + " or not(not bare(name(i))))");
  }

  @Test
  void aVeryLongChainIsNoDeepTree() {
    Node or = condition("a = 1" + " or a + 1 = 2".repeat(20_000));
    assertThat(or.kind()).isEqualTo(NodeKind.OR);
    assertThat(or.children()).hasSize(40_001);
  }

  @Test
  void aWordOfTheLanguageIsANameWhereItStandsForOne() {
    SourceTree tree = tree("rule title { title 'x' by none pattern a define a: `list` alert 'y' }");
    assertThat(tree.leaves())
        .filteredOn(leaf -> leaf.text().equals("title"))
        .extracting(Leaf::kind)
        .containsExactly(Leaf.Kind.NAME, Leaf.Kind.WORD);
    assertThat(tree.leaves().get(1).is("title")).isFalse();
    assertThat(tree.leaves().get(3).is("title")).isTrue();
  }

  @Test
  void aCommentBelongsToTheTokenThatItsLineEndsWithOrToTheOneAfterIt() {
    List<String> comments = new ArrayList<>();
    for (Leaf leaf : tree(RULE).leaves()) {
      leaf.leading().forEach(c -> comments.add(c.text() + " before " + leaf.text()));
      leaf.trailing().forEach(c -> comments.add(c.text() + " after " + leaf.text()));
    }
    assertThat(comments)
        .containsExactly(
            "// cards before rule",
            "/// A rule. before rule",
            "// begins after {",
            "/* why */ before and",
            "// so after approved",
            "// at the end before alert",
            "/* really */ before alert",
            "// bye before ");
  }

  @Test
  void linesAreCounted() {
    SourceTree tree = tree("\n\nlist\n// c\n\n\n a of\r\n int\r\n\r\n");
    assertThat(tree.leaves()).extracting(Leaf::lineBreaksBefore).containsExactly(2, 3, 0, 1, 2);
    assertThat(tree.leaves()).extracting(Leaf::line).containsExactly(3, 7, 7, 8, 10);
    assertThat(tree.leaves()).extracting(Leaf::column).containsExactly(1, 2, 4, 2, 1);
    assertThat(tree.leaves().get(1).leading().getFirst().lineBreaksBefore()).isEqualTo(1);
  }

  @Test
  void indexesCountUtf16AndColumnsCodePoints() {
    SourceTree tree = tree("list /* \uD83D\uDE00 */ a of int");
    Leaf name = tree.leaves().get(1);
    assertThat(name.text()).isEqualTo("a");
    assertThat(name.start()).isEqualTo(14);
    assertThat(name.column()).isEqualTo(14);
    assertThat(tree.text().charAt(name.start())).isEqualTo('a');
  }

  @Test
  void tokensAndNodesAreFoundByIndex() {
    SourceTree tree = tree(RULE);
    int fee = RULE.indexOf("fee");
    assertThat(tree.leafAt(fee).text()).isEqualTo("fee");
    assertThat(tree.leafAt(fee + 2).text()).isEqualTo("fee");
    assertThat(tree.leafAt(fee + 3).text()).isEqualTo("and");
    assertThat(tree.leafAt(0).text()).isEqualTo("rule");
    assertThat(tree.leafAt(RULE.length() + 9).kind()).isEqualTo(Leaf.Kind.END);
    assertThat(tree.nodesAround(fee, fee + 1))
        .extracting(Node::kind)
        .containsExactly(
            NodeKind.RULE_SET,
            NodeKind.RULE_DECLARATION,
            NodeKind.TRIGGER,
            NodeKind.WHEN,
            NodeKind.AND,
            NodeKind.TEST,
            NodeKind.COMPARISON,
            NodeKind.PRODUCT,
            NodeKind.BARE,
            NodeKind.NAME);
    assertThat(tree.nodesAround(fee - 2, fee + 1).getLast().kind()).isEqualTo(NodeKind.PRODUCT);
    assertThat(tree.nodesAround(0, 0)).extracting(Node::kind).containsExactly(NodeKind.RULE_SET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\uFEFF",
        "// only",
        "rule",
        "§ rule r { § pattern ? a § }",
        "rule r { by card pattern a -> ( define a: Payment where x == 1.5h && b",
        "event E { id id id } nonsense } } rule x { when }",
        "rule r { alert 'open\n by card } /* never closed",
        "list a of \uD83D \uDE00 int \uD83D\uDE00",
        "test t { a { b } | c | } event",
      })
  void nothingIsLostOfTextWithErrors(String text) {
    assertKeeps(text);
  }

  @Test
  void nothingIsLostOfWhatIsTooDeepOrTooLarge() {
    assertKeeps("rule r { on A by none when " + "(".repeat(300) + "x" + ")".repeat(300));
    assertKeeps("list a of int\n".repeat(400_000));
  }

  private static void assertKeeps(String text) {
    SourceTree tree = tree(text);
    StringBuilder kept = new StringBuilder();
    List<Leaf> leaves = new ArrayList<>();
    collect(tree.root(), leaves);
    assertThat(leaves).isEqualTo(tree.leaves());
    for (Leaf leaf : leaves) {
      leaf.leading().forEach(c -> append(kept, text, c.start(), c.text()));
      append(kept, text, leaf.start(), leaf.text());
      leaf.trailing().forEach(c -> append(kept, text, c.start(), c.text()));
    }
    assertThat(kept.toString()).isEqualTo(text);
  }

  private static void append(StringBuilder kept, String text, int start, String piece) {
    String blank = text.substring(kept.length(), start);
    assertThat(blank).matches("[ \\t\\r\\n\\f\\uFEFF\\u00A0]*");
    kept.append(blank).append(piece);
  }

  private static void collect(Element element, List<Leaf> leaves) {
    switch (element) {
      case Leaf leaf -> leaves.add(leaf);
      case Node node -> node.children().forEach(child -> collect(child, leaves));
    }
  }

  private static Node condition(String condition) {
    SourceTree tree = tree("rule r { on Payment by none when " + condition + " alert 'x' }");
    Node rule = (Node) tree.root().children().getFirst();
    Node when = rule.node(NodeKind.TRIGGER).orElseThrow().node(NodeKind.WHEN).orElseThrow();
    return (Node) when.children().getLast();
  }

  private static String outline(Element element) {
    return switch (element) {
      case Leaf leaf -> leaf.text();
      case Node node ->
          node.kind().name().toLowerCase()
              + "("
              + String.join(" ", node.children().stream().map(SourceTreeTest::outline).toList())
              + ")";
    };
  }

  private static SourceTree tree(String text) {
    return RuleParser.concrete(new SourceFile("test.trip", text), new Diagnostics());
  }
}
