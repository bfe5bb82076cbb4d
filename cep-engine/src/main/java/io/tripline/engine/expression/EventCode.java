package io.tripline.engine.expression;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import io.tripline.dsl.ir.Expr;
import io.tripline.engine.event.EventLayout;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Conditions over the events of one type in a hidden class: either single tests, found by their
 * index, or the straight evaluation of all that a few rules ask. Immutable and thread-safe. The
 * methods are kept small, as the JVM compiles no large ones.
 */
public final class EventCode {
  /** How many conditions share a method, as a power of two; and how many methods a caller. */
  private static final int LEAF = 4;

  private static final int FAN = 5;

  /** Up to that weight all is one method: about 2,500 bytes. */
  private static final int ONE_METHOD = 120;

  private static final ClassDesc RULES = CD_int.arrayType();
  private static final ClassDesc MASKS = CD_long.arrayType();
  private static final MethodTypeDesc TEST =
      MethodTypeDesc.of(CD_boolean, CodeWriter.BYTES, CD_int, CodeWriter.FRAME, CD_int);
  private static final MethodTypeDesc EVALUATE =
      MethodTypeDesc.of(CD_int, CodeWriter.BYTES, CD_int, CodeWriter.FRAME, RULES, MASKS);
  private static final MethodTypeDesc SOME =
      MethodTypeDesc.of(
          CD_int, CodeWriter.BYTES, CD_int, CodeWriter.FRAME, RULES, MASKS, CD_int, CD_long);

  private final GeneratedClass.Instances instances;

  /**
   * What a rule asks.
   *
   * @param rule its number
   * @param bits of its mask that are set if the answer is yes
   * @param conditions indexes of those that all have to be true
   */
  public record Question(int rule, long bits, List<Integer> conditions) {
    public Question {
      conditions = List.copyOf(conditions);
    }
  }

  private EventCode(GeneratedClass.Instances instances) {
    this.instances = instances;
  }

  /** Tests for one thread. */
  public EventTests newTests() {
    return (EventTests) instances.make(instances.newNodes());
  }

  private static GeneratedClass newClass() {
    return new GeneratedClass("Predicates", EventTests.class, RegisterTable.NONE);
  }

  // ---- single tests

  /** How many of things with these weights, from one on, fit into a class; at least one. */
  public static int fitting(int[] weights, int from) {
    int weight = 0;
    int to = from;
    while (to < weights.length && to - from < 1 << LEAF + 2 * FAN) {
      weight += Math.min(weights[to], Weight.CLASS / 2) + 3;
      if (to > from && weight > Weight.CLASS) {
        break;
      }
      to++;
    }
    return to - from;
  }

  /** What a condition weighs in a class. */
  public static int weight(Expr condition) {
    return Weight.of(condition);
  }

  /**
   * Compiles single tests; their indexes are those in the list.
   *
   * @param conditions no more than {@link #fitting} says
   */
  public static EventCode tests(EventLayout layout, List<Expr> conditions) {
    GeneratedClass generated = newClass();
    List<String> methods = new ArrayList<>();
    for (int from = 0; from < conditions.size(); from += 1 << LEAF) {
      int to = Math.min(from + (1 << LEAF), conditions.size());
      methods.add(leaf(generated, layout, List.copyOf(conditions.subList(from, to))));
    }
    root(generated, methods);
    return new EventCode(generated.define());
  }

  /** Calls one of many methods by the last parameter, of whose bits the lowest are their own. */
  private static void root(GeneratedClass generated, List<String> leaves) {
    List<String> methods = leaves;
    int shift = LEAF;
    while (methods.size() > 1) {
      List<String> callers = new ArrayList<>();
      for (int from = 0; from < methods.size(); from += 1 << FAN) {
        int to = Math.min(from + (1 << FAN), methods.size());
        callers.add(caller(generated, shift, List.copyOf(methods.subList(from, to))));
      }
      methods = callers;
      shift += FAN;
    }
    String root = methods.getFirst();
    generated.publicMethod("test", TEST, code -> call(code, generated, root));
  }

  private static String leaf(GeneratedClass generated, EventLayout layout, List<Expr> conditions) {
    return generated.method(
        TEST,
        code -> {
          CodeWriter writer = generated.writer(code, layout);
          Label yes = code.newLabel();
          Label no = code.newLabel();
          List<SwitchCase> cases = cases(code, conditions.size());
          code.iload(4).loadConstant((1 << LEAF) - 1).iand();
          code.tableswitch(0, conditions.size() - 1, no, cases);
          for (int i = 0; i < conditions.size(); i++) {
            code.labelBinding(cases.get(i).target());
            Label next = i == conditions.size() - 1 ? no : cases.get(i + 1).target();
            jump(writer, conditions.get(i), yes, no, next);
          }
          code.labelBinding(no).iconst_0().ireturn();
          code.labelBinding(yes).iconst_1().ireturn();
        });
  }

  /** A condition that no class has room for is interpreted. */
  private static void jump(CodeWriter writer, Expr condition, Label yes, Label no, Label next) {
    if (Weight.of(condition) > Weight.CLASS / 2) {
      writer.interpret(condition, "test", CD_int);
      writer.code.ifgt(yes);
      writer.go(no, next);
    } else {
      writer.tests.jump(condition, yes, no, no, next);
    }
  }

  private static List<SwitchCase> cases(CodeBuilder code, int count) {
    List<SwitchCase> cases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      cases.add(SwitchCase.of(i, code.newLabel()));
    }
    return cases;
  }

  /** A method that calls one of others by some bits of its last parameter. */
  private static String caller(GeneratedClass generated, int shift, List<String> methods) {
    return generated.method(
        TEST,
        code -> {
          List<SwitchCase> cases = cases(code, methods.size() - 1);
          Label last = code.newLabel();
          if (!cases.isEmpty()) {
            code.iload(4).loadConstant(shift).iushr().loadConstant((1 << FAN) - 1).iand();
            code.tableswitch(0, cases.size() - 1, last, cases);
          }
          for (int i = 0; i < cases.size(); i++) {
            code.labelBinding(cases.get(i).target());
            call(code, generated, methods.get(i));
          }
          code.labelBinding(last);
          call(code, generated, methods.getLast());
        });
  }

  private static void call(CodeBuilder code, GeneratedClass generated, String method) {
    code.aload(0).aload(1).iload(2).aload(3).iload(4);
    code.invokevirtual(generated.name(), method, TEST).ireturn();
  }

  // ---- all questions, one after the other

  /** How much the code of {@link #all} would weigh. */
  public static int weight(List<Expr> conditions, List<Question> questions) {
    int weight = 2 * questions.size();
    for (Expr condition : conditions) {
      weight += Weight.of(condition);
    }
    return weight;
  }

  /**
   * Compiles the straight evaluation of questions: conditions that several have in common first,
   * then each question.
   *
   * @param conditions small ones, see {@link #weight}
   * @param questions in the order of rules
   */
  public static EventCode all(EventLayout layout, List<Expr> conditions, List<Question> questions) {
    int[] bitOf = sharedBits(conditions.size(), questions);
    return weight(conditions, questions) <= ONE_METHOD
        ? inOneMethod(layout, conditions, questions, bitOf)
        : inMethods(layout, conditions, questions, bitOf);
  }

  private static EventCode inOneMethod(
      EventLayout layout, List<Expr> conditions, List<Question> questions, int[] bitOf) {
    GeneratedClass generated = newClass();
    generated.publicMethod(
        "evaluate",
        EVALUATE,
        code -> {
          CodeWriter writer = generated.writer(code, layout);
          int count = writer.local(TypeKind.INT);
          int bits = writer.local(TypeKind.LONG);
          code.iconst_0().istore(count).lconst_0().lstore(bits);
          writeShared(writer, conditions, shared(bitOf), bitOf, bits);
          writeQuestions(writer, conditions, questions, bitOf, count, bits);
          code.iload(count).ireturn();
        });
    return new EventCode(generated.define());
  }

  private static EventCode inMethods(
      EventLayout layout, List<Expr> conditions, List<Question> questions, int[] bitOf) {
    GeneratedClass generated = newClass();
    List<String> shared = shared(generated, layout, conditions, bitOf);
    List<String> some = new ArrayList<>();
    for (int from = 0; from < questions.size(); ) {
      int to = from;
      int weight = 0;
      while (to < questions.size()
          && (weight <= Weight.METHOD
              || questions.get(to).rule() == questions.get(to - 1).rule())) {
        for (int c : questions.get(to).conditions()) {
          weight += bitOf[c] < 0 ? Math.min(Weight.of(conditions.get(c)), Weight.METHOD) : 1;
        }
        to++;
      }
      some.add(
          some(generated, layout, conditions, List.copyOf(questions.subList(from, to)), bitOf));
      from = to;
    }
    generated.publicMethod(
        "evaluate",
        EVALUATE,
        code -> {
          int bits = code.allocateLocal(TypeKind.LONG);
          int count = code.allocateLocal(TypeKind.INT);
          code.lconst_0().lstore(bits).iconst_0().istore(count);
          for (String method : shared) {
            code.aload(0).aload(1).iload(2).aload(3);
            code.invokevirtual(generated.name(), method, GeneratedClass.onEvent(CD_long));
            code.lload(bits).lor().lstore(bits);
          }
          for (String method : some) {
            code.aload(0).aload(1).iload(2).aload(3).aload(4).aload(5).iload(count).lload(bits);
            code.invokevirtual(generated.name(), method, SOME).istore(count);
          }
          code.iload(count).ireturn();
        });
    return new EventCode(generated.define());
  }

  /** The bit that each condition has which several questions need; −1 for the others. */
  private static int[] sharedBits(int conditions, List<Question> questions) {
    int[] uses = new int[conditions];
    questions.forEach(q -> q.conditions().forEach(c -> uses[c]++));
    int next = 0;
    for (int c = 0; c < conditions; c++) {
      uses[c] = uses[c] > 1 && next < Long.SIZE ? next++ : -1;
    }
    return uses;
  }

  private static List<Integer> shared(int[] bitOf) {
    return IntStream.range(0, bitOf.length).filter(c -> bitOf[c] >= 0).boxed().toList();
  }

  private static List<String> shared(
      GeneratedClass generated, EventLayout layout, List<Expr> conditions, int[] bitOf) {
    List<Integer> all = shared(bitOf);
    List<String> methods = new ArrayList<>();
    for (int from = 0; from < all.size(); from += 1 << LEAF) {
      List<Integer> own = all.subList(from, Math.min(from + (1 << LEAF), all.size()));
      methods.add(
          generated.onEvent(
              CD_long,
              layout,
              writer -> {
                int bits = writer.local(TypeKind.LONG);
                writer.code.lconst_0().lstore(bits);
                writeShared(writer, conditions, own, bitOf, bits);
                writer.code.lload(bits).lreturn();
              }));
    }
    return methods;
  }

  /** Sets the bits of conditions that are true in a local variable. */
  private static void writeShared(
      CodeWriter writer, List<Expr> conditions, List<Integer> own, int[] bitOf, int bits) {
    CodeBuilder code = writer.code;
    for (int c : own) {
      Label yes = code.newLabel();
      Label no = code.newLabel();
      writer.tests.jump(conditions.get(c), yes, no, no, yes);
      code.labelBinding(yes);
      code.lload(bits).loadConstant(1L << bitOf[c]).lor().lstore(bits);
      code.labelBinding(no);
    }
  }

  /** A method for a few questions, which has all of a rule's: those of a rule go together. */
  private static String some(
      GeneratedClass generated,
      EventLayout layout,
      List<Expr> conditions,
      List<Question> questions,
      int[] bitOf) {
    return generated.method(
        SOME,
        code -> {
          writeQuestions(generated.writer(code, layout), conditions, questions, bitOf, 6, 7);
          code.iload(6).ireturn();
        });
  }

  /**
   * Asks questions and reports the rules.
   *
   * @param count local variable with the number of rules reported
   * @param bits local variable with the outcomes of shared conditions
   */
  private static void writeQuestions(
      CodeWriter writer,
      List<Expr> conditions,
      List<Question> questions,
      int[] bitOf,
      int count,
      int bits) {
    CodeBuilder code = writer.code;
    int mask = writer.local(TypeKind.LONG);
    for (int q = 0; q < questions.size(); q++) {
      Question question = questions.get(q);
      if (q == 0 || questions.get(q - 1).rule() != question.rule()) {
        code.lconst_0().lstore(mask);
      }
      Label no = code.newLabel();
      for (int c : question.conditions()) {
        if (bitOf[c] >= 0) {
          code.lload(bits).loadConstant(1L << bitOf[c]).land().lconst_0().lcmp().ifeq(no);
        } else {
          Label yes = code.newLabel();
          writer.tests.jump(conditions.get(c), yes, no, no, yes);
          code.labelBinding(yes);
        }
      }
      code.lload(mask).loadConstant(question.bits()).lor().lstore(mask);
      code.labelBinding(no);
      if (q == questions.size() - 1 || questions.get(q + 1).rule() != question.rule()) {
        report(code, question.rule(), mask, count);
      }
    }
  }

  private static void report(CodeBuilder code, int rule, int mask, int count) {
    Label nothing = code.newLabel();
    code.lload(mask).lconst_0().lcmp().ifeq(nothing);
    code.aload(4).iload(count).loadConstant(rule).iastore();
    code.aload(5).iload(count).lload(mask).lastore();
    code.iinc(count, 1).labelBinding(nothing);
  }
}
