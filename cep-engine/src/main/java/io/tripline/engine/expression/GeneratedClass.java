package io.tripline.engine.expression;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.engine.event.EventLayout;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hidden class while it is written, and then its instances. It has a field {@code nodes} for what
 * is left to the interpreter, a field {@code places} for what can fail, and methods (event's bytes,
 * where it begins, frame). The same code is the same class ({@link SharedClasses}), and nothing but
 * its instances keeps it: it goes with them.
 */
final class GeneratedClass {
  private static final String PACKAGE = GeneratedClass.class.getPackageName() + ".";
  private static final SharedClasses SHARED = new SharedClasses();
  private static final ClassDesc NODES = CodeWriter.NODE.arrayType();
  private static final ClassDesc PLACES = CodeWriter.PLACE.arrayType();
  private static final MethodTypeDesc CONSTRUCTOR = MethodTypeDesc.of(CD_void, NODES, PLACES);

  private final ClassDesc name;
  private final Class<?> parent;
  private final ClassConstants constants = new ClassConstants();
  private final RegisterTable registers;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private int count;

  /** A method to write. */
  private record Pending(String name, MethodTypeDesc type, int flags, Consumer<CodeBuilder> body) {}

  /**
   * @param simpleName of the class, for stack traces
   * @param parent its superclass, with a constructor that takes nodes and places
   */
  GeneratedClass(String simpleName, Class<?> parent, RegisterTable registers) {
    this.name = ClassDesc.of(PACKAGE + simpleName);
    this.parent = parent;
    this.registers = registers;
  }

  ClassDesc name() {
    return name;
  }

  static MethodTypeDesc onEvent(ClassDesc result) {
    return MethodTypeDesc.of(result, CodeWriter.BYTES, CD_int, CodeWriter.FRAME);
  }

  /** Adds a method that overrides a public one. */
  void publicMethod(String methodName, MethodTypeDesc type, Consumer<CodeBuilder> body) {
    pending.add(new Pending(methodName, type, ClassFile.ACC_PUBLIC, body));
  }

  /** Adds a method with a name of its own. */
  String method(MethodTypeDesc type, Consumer<CodeBuilder> body) {
    String methodName = "m" + count++;
    pending.add(new Pending(methodName, type, 0, body));
    return methodName;
  }

  /** Adds a method (event's bytes, begin, frame), whose body is about one event. */
  String onEvent(ClassDesc result, @Nullable EventLayout layout, Consumer<CodeWriter> body) {
    return method(onEvent(result), code -> body.accept(writer(code, layout)));
  }

  /** A writer for the body of a method whose first parameters are as {@link #onEvent} has them. */
  CodeWriter writer(CodeBuilder code, @Nullable EventLayout layout) {
    return new CodeWriter(code, this, constants, layout, registers, 1, 2, 3);
  }

  /** A condition in a method of its own, which gives 1, 0 or unknown. */
  String condition(Expr expr, @Nullable EventLayout layout) {
    return onEvent(
        CD_int,
        layout,
        writer -> {
          writer.tests.pushWhole(expr);
          writer.code.ireturn();
        });
  }

  /** Defines the class, if there is none of the same code. */
  Instances define() {
    byte[] bytes =
        ClassFile.of()
            .build(
                name,
                builder -> {
                  builder
                      .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                      .withSuperclass(CodeWriter.desc(parent));
                  constructor(builder);
                  // Writing a method may add more.
                  for (Pending next = pending.poll(); next != null; next = pending.poll()) {
                    Pending method = next;
                    builder.withMethodBody(
                        method.name(),
                        method.type(),
                        method.flags(),
                        code -> method.body().accept(code));
                  }
                });
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandle constructor =
          lookup.findConstructor(
              SHARED.define(lookup, bytes, constants.data()),
              MethodType.methodType(void.class, Node[].class, Place[].class));
      return new Instances(
          constructor.asType(MethodType.methodType(Object.class, Node[].class, Place[].class)),
          constants.interpreted(),
          constants.places(),
          registers);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private void constructor(ClassBuilder builder) {
    builder.withMethodBody(
        INIT_NAME,
        CONSTRUCTOR,
        0,
        code ->
            code.aload(0)
                .aload(1)
                .aload(2)
                .invokespecial(CodeWriter.desc(parent), INIT_NAME, CONSTRUCTOR)
                .return_());
  }

  /** Makes instances of a defined class. Immutable. */
  record Instances(
      MethodHandle constructor,
      List<ClassConstants.Interpreted> interpreted,
      Place[] places,
      RegisterTable registers) {

    /** New nodes for the instances of one thread. */
    Node[] newNodes() {
      ExprCompiler compiler = new ExprCompiler(registers);
      return interpreted.stream()
          .map(i -> compiler.compile(i.expr(), i.layout()))
          .toArray(Node[]::new);
    }

    /** A new instance. */
    Object make(Node[] nodes) {
      try {
        return (Object) constructor.invokeExact(nodes, places);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
