package io.tripline.engine.expression;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import io.tripline.dsl.ir.Expr;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Expressions of one rule as byte code, for events and registers: one class for all of them. What
 * is compiled is immutable and serves any number of threads; nodes are one thread's.
 */
public final class NodeCode {
  private static final ClassDesc NODE = CodeWriter.desc(GeneratedNode.class);

  private final List<Part> parts;
  private final RegisterTable registers;

  /** Some of the expressions: in a class, or interpreted where they are too large for one. */
  private record Part(List<Request> requests, GeneratedClass.@Nullable Instances instances) {}

  /**
   * An expression to compile.
   *
   * @param layout of the event that it looks at, or null if there is none
   */
  public record Request(Expr expr, @Nullable EventLayout layout) {}

  private NodeCode(List<Part> parts, RegisterTable registers) {
    this.parts = List.copyOf(parts);
    this.registers = registers;
  }

  /**
   * Compiles expressions.
   *
   * @param registers that they read
   */
  public static NodeCode compile(List<Request> requests, RegisterTable registers) {
    List<Part> parts = new ArrayList<>();
    int from = 0;
    int weight = 0;
    for (int i = 0; i < requests.size(); i++) {
      int next = Weight.of(requests.get(i).expr());
      if (i > from && weight + next > Weight.CLASS) {
        parts.add(part(requests.subList(from, i), weight, registers));
        from = i;
        weight = 0;
      }
      weight += next;
    }
    if (from < requests.size()) {
      parts.add(part(requests.subList(from, requests.size()), weight, registers));
    }
    return new NodeCode(parts, registers);
  }

  private static Part part(List<Request> requests, int weight, RegisterTable registers) {
    boolean fits = weight <= Weight.CLASS;
    return new Part(List.copyOf(requests), fits ? define(requests, registers) : null);
  }

  private static GeneratedClass.Instances define(List<Request> requests, RegisterTable registers) {
    GeneratedClass generated = new GeneratedClass("Conditions", GeneratedNode.class, registers);
    for (Form form : Form.values()) {
      List<Integer> indices = new ArrayList<>();
      List<String> methods = new ArrayList<>();
      for (int i = 0; i < requests.size(); i++) {
        Request request = requests.get(i);
        if (Form.of(request.expr().type()) == form) {
          indices.add(i);
          methods.add(method(generated, form, request));
        }
      }
      if (!indices.isEmpty()) {
        dispatch(generated, form, indices, methods);
      }
    }
    return generated.define();
  }

  private static ClassDesc result(Form form) {
    return switch (form) {
      case BOOL -> CD_int;
      case LONG -> CD_long;
      case DOUBLE -> CD_double;
      case TEXT -> CodeWriter.UTF8;
      case GEO, IP -> CD_boolean;
    };
  }

  /** One expression. */
  private static String method(GeneratedClass generated, Form form, Request request) {
    return generated.onEvent(
        result(form), request.layout(), writer -> body(writer, form, request.expr()));
  }

  private static void body(CodeWriter writer, Form form, Expr expr) {
    CodeBuilder code = writer.code;
    switch (form) {
      case BOOL -> {
        writer.tests.pushWhole(expr);
        code.ireturn();
      }
      case LONG -> {
        writer.numbers.pushLong(expr);
        code.lreturn();
      }
      case DOUBLE -> {
        writer.numbers.pushDouble(expr);
        code.dreturn();
      }
      case TEXT -> {
        Slots text = writer.values.stored(expr);
        code.aload(0);
        writer.values.pushText(text);
        code.invokevirtual(
            NODE, "view", MethodTypeDesc.of(CodeWriter.UTF8, CodeWriter.BYTES, CD_int, CD_int));
        code.areturn();
      }
      case GEO, IP -> {
        Slots value = writer.values.slots(form);
        writer.values.store(expr, value);
        Label isNull = code.newLabel();
        writer.values.ifNull(value, isNull);
        writer.frame();
        if (form == Form.GEO) {
          code.dload(value.first()).dload(value.second());
          code.invokevirtual(
              CodeWriter.FRAME, "place", MethodTypeDesc.of(CD_void, CD_double, CD_double));
        } else {
          code.lload(value.second()).lload(value.third());
          code.invokevirtual(
              CodeWriter.FRAME, "address", MethodTypeDesc.of(CD_void, CD_long, CD_long));
        }
        code.iconst_1().ireturn().labelBinding(isNull).iconst_0().ireturn();
      }
    }
  }

  /** The node's method, which calls that of its expression. */
  private static void dispatch(
      GeneratedClass generated, Form form, List<Integer> indices, List<String> methods) {
    String name =
        switch (form) {
          case BOOL -> "test";
          case LONG -> "asLong";
          case DOUBLE -> "asDouble";
          case TEXT -> "asText";
          case GEO -> "asGeo";
          case IP -> "asIp";
        };
    ClassDesc result = result(form);
    generated.publicMethod(
        name,
        MethodTypeDesc.of(result, CodeWriter.FRAME),
        code -> {
          code.aload(0);
          event(code, "bytes", CodeWriter.BYTES);
          event(code, "base", CD_int);
          code.aload(1);
          List<SwitchCase> cases = new ArrayList<>();
          for (int index : indices.subList(1, indices.size())) {
            cases.add(SwitchCase.of(index, code.newLabel()));
          }
          Label first = code.newLabel();
          if (!cases.isEmpty()) {
            code.aload(0).getfield(generated.name(), "index", CD_int).lookupswitch(first, cases);
          }
          code.labelBinding(first);
          call(code, generated, methods.getFirst(), result);
          for (int i = 0; i < cases.size(); i++) {
            code.labelBinding(cases.get(i).target());
            call(code, generated, methods.get(i + 1), result);
          }
        });
  }

  private static void event(CodeBuilder code, String method, ClassDesc result) {
    ClassDesc view = CodeWriter.desc(EventView.class);
    code.aload(1)
        .getfield(CodeWriter.FRAME, "event", view)
        .invokevirtual(view, method, MethodTypeDesc.of(result));
  }

  private static void call(
      CodeBuilder code, GeneratedClass generated, String method, ClassDesc result) {
    code.invokevirtual(generated.name(), method, GeneratedClass.onEvent(result));
    if (result == CD_long) {
      code.lreturn();
    } else if (result == CD_double) {
      code.dreturn();
    } else if (result == CodeWriter.UTF8) {
      code.areturn();
    } else {
      code.ireturn();
    }
  }

  /** A node for each expression, in their order, for one thread. */
  public List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    ExprCompiler compiler = new ExprCompiler(registers);
    for (Part part : parts) {
      GeneratedClass.Instances instances = part.instances();
      Node[] interpreted = instances == null ? new Node[0] : instances.newNodes();
      for (int i = 0; i < part.requests().size(); i++) {
        Request request = part.requests().get(i);
        nodes.add(
            instances == null
                ? compiler.compile(request.expr(), request.layout())
                : ((GeneratedNode) instances.make(interpreted)).standFor(i, request.expr().type()));
      }
    }
    return nodes;
  }
}
