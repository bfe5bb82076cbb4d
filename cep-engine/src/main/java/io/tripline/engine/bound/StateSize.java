package io.tripline.engine.bound;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.expression.KeptValue;
import io.tripline.engine.expression.Kind;
import io.tripline.engine.expression.RegisterForm;
import io.tripline.engine.match.MatchingKind;
import io.tripline.engine.match.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * How many bytes what is kept for a key takes in the form in which a checkpoint writes it, without
 * the key itself.
 *
 * @param startBytes where partial matches are counted, what notes with which events they began
 * @param timesKept how many times are kept of when what must not come before a match was seen
 * @param matchBytes of a partial match, without its texts and sets
 * @param matchTexts how many texts a partial match keeps
 * @param sets the sets of different values that it keeps
 * @param eventBytes of an event that is bound, without its id if that is a text
 * @param eventText whether the id of an event is a text
 * @param valueTexts the most texts that are kept of an event beside its id
 */
public record StateSize(
    long startBytes,
    int timesKept,
    long matchBytes,
    int matchTexts,
    List<ValueSet> sets,
    long eventBytes,
    boolean eventText,
    int valueTexts) {

  private static final long KEY = 9;

  private static final long RUN = 44;
  private static final long WHOLE_RUN = RUN + 4;
  private static final long LAST_TIME = 8;
  private static final long COUNTER = 4;
  private static final long NUMBER = 8;
  private static final long TEXT = 4;
  private static final long SET = 12;
  private static final long EVENT = 25;
  private static final long KEPT_EVENT = 32;

  // Of chains.
  private static final long CHAIN_RUN = 12;
  private static final long CHAIN_EVENT = 9;
  private static final long COUNTED_EVENT = 25;
  private static final long START = 4;

  public StateSize {
    sets = List.copyOf(sets);
  }

  /**
   * The different values of an expression.
   *
   * @param valueBytes of each, without its text
   * @param text whether they are texts
   * @param most how many different ones there can be; {@link Formula#BEYOND} if any number
   */
  public record ValueSet(long valueBytes, boolean text, long most) {}

  /**
   * @param counted the variables whose events partial matches hold
   */
  static StateSize of(Program program, List<Variable> counted) {
    return of(program, counted, WHOLE_RUN + ofAutomaton(program), EVENT);
  }

  /** Where each is a chain of events. */
  static StateSize ofChain(Program program, List<Variable> counted) {
    return of(program, counted, CHAIN_RUN, CHAIN_EVENT);
  }

  private static StateSize of(Program program, List<Variable> counted, long run, long event) {
    long fixed = run;
    int texts = 0;
    List<ValueSet> sets = new ArrayList<>();
    for (KeptValue kept : program.registers().kept()) {
      fixed += NUMBER * kept.form().slots();
      if (kept.form() == RegisterForm.SET) {
        fixed += SET;
        sets.add(setOf(kept.type()));
      } else if (kept.form() == RegisterForm.TEXT) {
        texts++;
      }
    }
    return new StateSize(
        0,
        program.automaton().forbidden().length,
        fixed,
        texts,
        sets,
        event + idBytes(counted),
        hasTextIds(counted),
        0);
  }

  /** Where partial matches are shared: they hold no values, and events hold those of fields. */
  static StateSize ofShared(Program program) {
    List<Variable> variables = program.rule().variables();
    long most = 0;
    int texts = 0;
    for (Variable variable : variables) {
      long bytes = 0;
      int ofType = 0;
      for (int f : program.keptFields(variable.type())) {
        Type type = variable.type().fields().get(f).type();
        bytes += valueBytes(type);
        ofType += Kind.of(type) == Kind.TEXT ? 1 : 0;
      }
      most = Math.max(most, bytes);
      texts = Math.max(texts, ofType);
    }
    boolean areCounted = program.matching() == MatchingKind.COUNTED;
    return new StateSize(
        areCounted ? START * (program.steps() - 1) : 0,
        program.automaton().forbidden().length,
        areCounted ? 0 : RUN + ofAutomaton(program),
        0,
        List.of(),
        (areCounted ? COUNTED_EVENT : KEPT_EVENT)
            + (program.automaton().forbidden().length > 0 ? NUMBER : 0)
            + idBytes(variables)
            + most,
        hasTextIds(variables),
        texts);
  }

  private static long ofAutomaton(Program program) {
    return COUNTER * program.automaton().counters()
        + (program.countsFromLastEvent() ? LAST_TIME : 0);
  }

  /** Of the value of a field that is kept with an event, without its text. */
  public static long valueBytes(Type type) {
    return NUMBER * (Kind.of(type) != Kind.OBJECT ? 1 : type == Type.Simple.IP ? 3 : 2);
  }

  private static long idBytes(List<Variable> variables) {
    long most = 0;
    for (Variable variable : variables) {
      boolean any = variable.type().idField() != EventType.NO_ID;
      most = Math.max(most, hasTextId(variable.type()) ? TEXT : any ? NUMBER : 0);
    }
    return most;
  }

  private static boolean hasTextIds(List<Variable> variables) {
    return variables.stream().anyMatch(v -> hasTextId(v.type()));
  }

  /** Of a key for which anything is kept, without the key itself. */
  public long keyBytes() {
    return KEY + startBytes + NUMBER * timesKept;
  }

  private static boolean hasTextId(EventType type) {
    return type.idField() != EventType.NO_ID
        && type.fields().get(type.idField()).type() == Type.Simple.STRING;
  }

  private static ValueSet setOf(Type type) {
    return switch (Kind.of(type)) {
      case BOOL -> new ValueSet(NUMBER, false, 2);
      case LONG -> new ValueSet(NUMBER, false, symbols(type));
      case DOUBLE -> new ValueSet(NUMBER, false, Formula.BEYOND);
      case TEXT -> new ValueSet(4, true, Formula.BEYOND);
      case OBJECT -> new ValueSet(2 * NUMBER, false, Formula.BEYOND);
    };
  }

  private static long symbols(Type type) {
    return type instanceof Type.Enumeration(List<String> symbols) ? symbols.size() : Formula.BEYOND;
  }

  /**
   * Bytes of a key's state.
   *
   * @param matches partial matches
   * @param events bound events; those that several partial matches share counted once
   * @param longest the most events that one partial match holds
   * @param textBytes of the longest text kept, in UTF-8
   */
  double bytes(long matches, long events, long longest, long textBytes) {
    double match = matchBytes + (double) matchTexts * textBytes;
    for (ValueSet set : sets) {
      double value = set.valueBytes + (set.text ? (double) textBytes : 0);
      match += value * Math.min(longest, set.most);
    }
    double event = eventBytes + ((eventText ? 1 : 0) + valueTexts) * (double) textBytes;
    return keyBytes() + matches * match + events * event;
  }
}
