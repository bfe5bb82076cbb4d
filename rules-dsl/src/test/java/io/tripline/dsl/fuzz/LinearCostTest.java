package io.tripline.dsl.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.DiagnosticPrinter;
import io.tripline.dsl.format.Formatter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A text that is twice as long costs about twice as much, also where it is made to be nasty. What
 * is compared is not time but allocated memory, which is nearly the same in each run, and which all
 * of lexer, parser and checker spend with every step.
 */
class LinearCostTest {
  private static final int SIZE = 600;

  /** Four times the text may take so many times the memory. */
  private static final double MOST = 4 * 1.35;

  private static final String EVENT =
      "event Payment { time timestamp @time card string amount decimal(2) mcc int? place geo? }\n";

  private static final Map<String, IntFunction<String>> FAMILIES = new TreeMap<>();

  static {
    for (String piece :
        List.of(
            "a ",
            "§ /* ",
            "{",
            "}",
            "(",
            ")",
            "[",
            "]",
            "§ ",
            "| ",
            "'\n",
            "\"",
            "`",
            "/*",
            "// x\n",
            "/// x\n",
            "rule ",
            "rule r {\n",
            "event E {\n",
            "test t {\n A { b }\n| x |\n",
            "-> ",
            "not ",
            "case ",
            "when ",
            "alert \"{\" ",
            "feature f = ",
            "list l of ",
            "@",
            "1 ",
            "\uD83D\uDE00",
            EVENT,
            "rule r { on Payment by card when amount > alert \"x\" }\n")) {
      add("repeated: " + piece.strip(), n -> piece.repeat(n));
    }
    condition("and", n -> "amount > 1" + " and amount > 1".repeat(n));
    condition("or", n -> "amount > 1" + " or amount > 1".repeat(n));
    condition("sums", n -> "true" + " and (amount + 1 + 2) * 3 > 1".repeat(n));
    condition("parentheses", n -> "(".repeat(n) + "1" + ")".repeat(n));
    condition("open parentheses", n -> "(".repeat(n));
    condition("in", n -> "mcc in (1" + each(n, i -> ", " + i) + ")");
    condition("case", n -> "case" + " when mcc = 1 then true".repeat(n) + " end");
    condition("calls", n -> "true" + " and round(amount, 1) > 1".repeat(n));
    condition("windows", n -> "true" + " and count(where amount > 1) over 10m > 3".repeat(n));
    condition("unknown names", n -> "true" + each(n, i -> " and amoun" + i + " > 1"));
    condition("different values", n -> "true" + each(n, i -> " and mcc != " + i));
    alert("holes", n -> "{amount} ".repeat(n));
    alert("open holes", n -> "{ ".repeat(n));
    alert("long text", n -> "x".repeat(n));
    add("fields", n -> "event E { t timestamp @time\n" + each(n, i -> "f" + i + " string\n") + "}");
    add("same fields", n -> "event E { t timestamp @time\n" + "f string\n".repeat(n) + "}");
    add("unknown types", n -> "event E { t timestamp @time\n" + each(n, i -> "f" + i + " strin\n"));
    add("symbols", n -> "event E { t timestamp @time c enum(A" + each(n, i -> ", A" + i) + ") }");
    add(
        "unused definitions",
        n ->
            EVENT
                + "rule r { by card pattern a define a: Payment "
                + each(n, i -> "a" + i + ": Payment\n")
                + " alert \"x\" }");
    add(
        "too many parts",
        n -> EVENT + "rule r { by card pattern a" + each(n + 1_000, i -> " -> a" + i) + " }");
    add(
        "parameters",
        n ->
            EVENT
                + "rule r { "
                + each(n, i -> "param p" + i + " = " + i + "\n")
                + "on Payment by card when mcc > 1"
                + each(n, i -> " and mcc > p" + i)
                + " alert \"x\" }");
    add("same clauses", n -> EVENT + "rule r { " + "title \"x\"\n".repeat(n) + "}");
    add("rules", n -> EVENT + each(n, i -> rule("r" + i, "Payment")));
    add("rules of one unknown type", n -> EVENT + each(n, i -> rule("r" + i, "Paymen")));
    add(
        "rules of many unknown types",
        n ->
            each(n, i -> "event Payment" + i + " { time timestamp @time card string }\n")
                + each(n, i -> rule("r" + i, "Paymeno" + i)));
    add(
        "features",
        n -> EVENT + each(n, i -> "feature f" + i + " = count(Payment) by card over 1h\n"));
    add("lists", n -> EVENT + each(n, i -> "list l" + i + " of int\n"));
    add("tables", n -> EVENT + each(n, i -> "table t" + i + " key k { a string }\n"));
    add("columns", n -> "table t key k {" + each(n, i -> " a" + i + " string, ") + "}\n");
    add(
        "rows",
        n ->
            EVENT
                + rule("r", "Payment")
                + "test r \"x\" {\n Payment { time, card, amount }\n"
                + each(n, i -> "| 10:00:00 | c" + i + " | 1.00 |\n")
                + " expect no alert }");
    add(
        "emits",
        n ->
            EVENT
                + each(
                    n,
                    i ->
                        "event E"
                            + i
                            + " { time timestamp @time card string }\nrule r"
                            + i
                            + " { by card pattern a define a: "
                            + (i == 0 ? "Payment" : "E" + (i - 1))
                            + " emit E"
                            + i
                            + " { time = a.time, card = a.card } }\n"));
  }

  private static void add(String name, IntFunction<String> text) {
    FAMILIES.put(name, text);
  }

  private static void condition(String name, IntFunction<String> condition) {
    add(
        "condition: " + name,
        n -> EVENT + "rule r { on Payment by card when " + condition.apply(n) + " alert \"x\" }");
  }

  private static void alert(String name, IntFunction<String> text) {
    add(
        "alert: " + name,
        n -> EVENT + "rule r { on Payment by card alert \"" + text.apply(n) + "\" }");
  }

  private static String each(int count, IntFunction<String> piece) {
    return IntStream.range(0, count).mapToObj(piece).collect(Collectors.joining());
  }

  private static String rule(String name, String type) {
    return "rule " + name + " { on " + type + " by card when amount > 1 alert \"x\" }\n";
  }

  @TestFactory
  Stream<DynamicTest> fourTimesTheTextCostsFourTimes() {
    return FAMILIES.entrySet().stream()
        .map(family -> DynamicTest.dynamicTest(family.getKey(), () -> isLinear(family.getValue())));
  }

  private static void isLinear(IntFunction<String> family) {
    cost(family.apply(SIZE / 4)); // what is done once for a construct
    long small = cost(family.apply(SIZE));
    long large = cost(family.apply(4 * SIZE));
    assertThat((double) large / Math.max(small, 1 << 20)).isLessThan(MOST);
  }

  private static long cost(String text) {
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    List<SourceFile> files = List.of(new SourceFile("nasty.trip", text));
    long before = memory.getCurrentThreadAllocatedBytes();
    new DiagnosticPrinter(files).print(RuleCompiler.compile(files).diagnostics());
    Formatter.format(files.getFirst());
    return memory.getCurrentThreadAllocatedBytes() - before;
  }
}
