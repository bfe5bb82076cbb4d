package io.tripline.ingest.json;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.expression.SharedClasses;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the class of a {@link MemberSequence}: for each member its name as numbers to compare
 * with, a call of the one method that reads its value, and what has to follow. Where a record is as
 * expected, nothing is left to look up or to choose, and the compiler sees all of it at once.
 */
final class MemberCode {
  /** Longer ones would be a method that is too large to be compiled well. */
  static final int MOST_MEMBERS = 32;

  /** So much is read from where a member starts, and is there; see {@link PlainRecords#BEYOND}. */
  private static final int LONGEST_NAME = 32;

  private static final ClassDesc NAME =
      ClassDesc.of(MemberCode.class.getPackageName() + ".Members");
  private static final ClassDesc SEQUENCE = desc(MemberSequence.class);
  private static final ClassDesc READER = desc(MemberReader.class);
  private static final ClassDesc FIELD = desc(PlainField.class);
  private static final ClassDesc BYTES = CD_byte.arrayType();
  private static final ClassDesc WRITER = desc(EventWriter.class);
  private static final ClassDesc LIST = desc(List.class);
  private static final MethodTypeDesc CONSTRUCTOR = MethodTypeDesc.of(CD_void, LIST, READER);
  private static final MethodTypeDesc READ =
      MethodTypeDesc.of(CD_int, BYTES, CD_int, CD_int, WRITER);
  private static final MethodTypeDesc VALUE =
      MethodTypeDesc.of(CD_int, FIELD, BYTES, CD_int, CD_int, WRITER);
  private static final MethodTypeDesc STANDS =
      MethodTypeDesc.of(CD_boolean, BYTES, CD_int, CD_long, CD_long);
  private static final MethodTypeDesc STAND_TWO =
      MethodTypeDesc.of(CD_boolean, BYTES, CD_int, CD_long, CD_long, CD_long);

  private static final MethodTypeDesc POSITION = MethodTypeDesc.of(CD_int);
  private static final MethodTypeDesc TEXTS_END = MethodTypeDesc.of(CD_void, CD_int);

  private static final SharedClasses CLASSES = new SharedClasses();

  // Local variables.
  private static final int RECORD = 1;
  private static final int AT = 2;
  private static final int TO = 3;
  private static final int OUT = 4;
  private static final int MEMBER = 5;
  private static final int END = 6;
  private static final int TEXTS = 7;

  private final CodeBuilder code;
  private final Label stop;

  /**
   * Where a text has been put of a member that is then read once more: what follows it is not as
   * expected. There is room for each text once.
   */
  private final Label takeTextBack;

  private MemberCode(CodeBuilder code) {
    this.code = code;
    stop = code.newLabel();
    takeTextBack = code.newLabel();
  }

  private static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  /** Whether a sequence may have a member of that name. */
  static boolean takes(PlainField field) {
    return field.lead.length + 2 <= LONGEST_NAME;
  }

  /**
   * A sequence of members.
   *
   * @param members each of them once, no more than {@link #MOST_MEMBERS}
   * @param space what stands behind commas and colons
   * @param mandatory the fields without which a record is no event
   */
  static MemberSequence sequence(
      List<PlainField> members, String space, long mandatory, MemberReader reader) {
    byte[] bytes =
        ClassFile.of()
            .build(
                NAME,
                builder ->
                    builder
                        .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                        .withSuperclass(SEQUENCE)
                        .withMethodBody(
                            INIT_NAME,
                            CONSTRUCTOR,
                            0,
                            code ->
                                code.aload(0)
                                    .aload(1)
                                    .aload(2)
                                    .invokespecial(SEQUENCE, INIT_NAME, CONSTRUCTOR)
                                    .return_())
                        .withMethodBody(
                            "read",
                            READ,
                            0,
                            code -> new MemberCode(code).read(members, space, mandatory)));
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Class<?> defined = CLASSES.define(lookup, bytes, List.of());
      return (MemberSequence)
          lookup
              .findConstructor(
                  defined, MethodType.methodType(void.class, List.class, MemberReader.class))
              .asType(MethodType.methodType(MemberSequence.class, List.class, MemberReader.class))
              .invokeExact(members, reader);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private void read(List<PlainField> members, String space, long mandatory) {
    long given = 0;
    for (int i = 0; i < members.size(); i++) {
      PlainField field = members.get(i);
      given |= field.bit;
      code.loadConstant(i).istore(MEMBER);
      name(field.lead.text() + space);
      boolean isText = field.kind == PlainField.TEXT;
      if (isText) {
        code.aload(OUT).invokevirtual(WRITER, "position", POSITION).istore(TEXTS);
      }
      value(field, i);
      behind(space, (mandatory & ~given) == 0, isText ? takeTextBack : stop);
    }
    code.loadConstant(members.size()).istore(MEMBER);
    if (members.stream().anyMatch(field -> field.kind == PlainField.TEXT)) {
      code.goto_(stop);
      code.labelBinding(takeTextBack);
      code.aload(OUT).iload(TEXTS).invokevirtual(WRITER, "textsEnd", TEXTS_END);
    }
    code.labelBinding(stop);
    code.aload(0).iload(MEMBER).putfield(SEQUENCE, "reached", CD_int);
    code.iload(AT).ireturn();
  }

  /** Goes on where a name stands, with END behind it. */
  private void name(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int from = 0; from < bytes.length; from += 2 * Long.BYTES) {
      byte[] part = Arrays.copyOf(Arrays.copyOfRange(bytes, from, bytes.length), 2 * Long.BYTES);
      int length = Math.min(bytes.length - from, part.length);
      code.aload(RECORD).iload(AT);
      if (from > 0) {
        code.loadConstant(from).iadd();
      }
      code.loadConstant(Bytes.getLong(part, 0));
      if (length > Long.BYTES) {
        code.loadConstant(Bytes.getLong(part, Long.BYTES));
        code.loadConstant(QuotedName.mask(length - Long.BYTES));
        code.invokestatic(SEQUENCE, "stands", STAND_TWO);
      } else {
        code.loadConstant(QuotedName.mask(length));
        code.invokestatic(SEQUENCE, "stands", STANDS);
      }
      code.ifeq(stop);
    }
    code.iload(AT).loadConstant(bytes.length).iadd().istore(END);
    code.iload(END).iload(TO).if_icmpge(stop);
  }

  /** Reads the value at END, with END behind it. */
  private void value(PlainField field, int index) {
    code.aload(0).getfield(SEQUENCE, "reader", READER);
    code.aload(0).getfield(SEQUENCE, "fields", FIELD.arrayType()).loadConstant(index).aaload();
    code.aload(RECORD).iload(END).iload(TO).aload(OUT);
    code.invokevirtual(READER, method(field.kind), VALUE).istore(END);
    code.iload(END).iflt(stop);
  }

  private static String method(int kind) {
    return switch (kind) {
      case PlainField.TEXT -> "text";
      case PlainField.UNREAD_TEXT -> "unreadText";
      case PlainField.WHOLE, PlainField.DECIMAL -> "scaled";
      case PlainField.FLOATING -> "floating";
      case PlainField.BOOL -> "bool";
      case PlainField.TIME -> "time";
      case PlainField.SYMBOL -> "symbol";
      case PlainField.ADDRESS, PlainField.UNREAD_ADDRESS -> "address";
      case PlainField.PLACE -> "place";
      case PlainField.TYPE -> "type";
      case PlainField.SKIP -> "skip";
      default -> "other";
    };
  }

  /** Goes on behind a comma, and leaves at the end of the record. */
  private void behind(String space, boolean mayEnd, Label otherwise) {
    Label next = code.newLabel();
    code.aload(RECORD).iload(END).baload().bipush(',').if_icmpeq(next);
    if (mayEnd) {
      code.aload(RECORD).iload(END).baload().bipush('}').if_icmpne(otherwise);
      code.aload(0).loadConstant(MemberSequence.DONE).putfield(SEQUENCE, "reached", CD_int);
      code.iload(END).loadConstant(1).iadd().ireturn();
    } else {
      code.goto_(otherwise);
    }
    code.labelBinding(next);
    for (int i = 0; i < space.length(); i++) {
      code.aload(RECORD).iload(END).loadConstant(1 + i).iadd().baload();
      code.bipush(space.charAt(i)).if_icmpne(otherwise);
    }
    code.iload(END).loadConstant(1 + space.length()).iadd().istore(AT);
  }
}
