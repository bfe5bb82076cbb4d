package io.tripline.engine.explain;

import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.PersonalData;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Template;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.alert.PersonalParts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which values tell of fields marked {@code @pii}, which people may see only masked. */
public final class Pii {
  private Pii() {}

  /** What stands for a value that is not shown. */
  public static final String MASK = Wording.MASKED;

  /**
   * Whether the value of an expression of a rule tells of such a field; a count of its values does
   * not.
   *
   * @param tested the type of the event that bare names are fields of, or null
   */
  static boolean isIn(Expr expr, Rule rule, @Nullable EventType tested) {
    return PersonalData.isIn(expr, rule.variables(), tested);
  }

  /** Which parts of a rule's alerts tell of such fields: a message that does as a whole. */
  public static PersonalParts partsOf(Rule rule) {
    AlertSpec spec = rule.alert();
    List<String> with =
        spec == null
            ? List.of()
            : spec.with().stream()
                .filter(named -> isIn(named.value(), rule, null))
                .map(AlertSpec.Named::name)
                .toList();
    PersonalParts parts =
        new PersonalParts(false, isInMessage(rule), keyOf(rule), with, idsOf(rule));
    return parts.isEmpty() ? PersonalParts.NONE : parts;
  }

  /** Whether the message of a rule's alerts tells of such a field. */
  public static boolean isInMessage(Rule rule) {
    AlertSpec spec = rule.alert();
    return spec != null
        && spec.message().parts().stream()
            .anyMatch(
                part -> part instanceof Template.Hole hole && isIn(hole.expression(), rule, null));
  }

  private static List<String> keyOf(Rule rule) {
    List<String> names = rule.key().names();
    return IntStream.range(0, names.size())
        .filter(
            part ->
                rule.key().sources().stream()
                    .anyMatch(of -> of.type().fields().get(of.fields().get(part)).pii()))
        .mapToObj(names::get)
        .toList();
  }

  private static List<String> idsOf(Rule rule) {
    return rule.variables().stream()
        .filter(variable -> hasPersonalId(variable.type()))
        .map(Variable::name)
        .toList();
  }

  /** Whether events of a type have such a field. */
  public static boolean isIn(EventType type) {
    return type.fields().stream().anyMatch(EventType.Field::pii);
  }

  /** Whether the ids of events of a type are such a field. */
  public static boolean hasPersonalId(EventType type) {
    return type.idField() != EventType.NO_ID && type.fields().get(type.idField()).pii();
  }

  /**
   * The rule with such values masked in its alert. It matches as before, and its alerts have the
   * same ids.
   */
  public static Rule masked(Rule rule) {
    AlertSpec alert = rule.alert();
    if (alert == null) {
      return rule;
    }
    List<Template.Part> message = new ArrayList<>();
    for (Template.Part part : alert.message().parts()) {
      boolean masks = part instanceof Template.Hole hole && isIn(hole.expression(), rule, null);
      message.add(masks ? new Template.Text(Wording.MASKED) : part);
    }
    List<AlertSpec.Named> with = new ArrayList<>();
    for (AlertSpec.Named named : alert.with()) {
      Expr value = named.value();
      with.add(
          isIn(value, rule, null)
              ? new AlertSpec.Named(
                  named.name(), new Expr.Literal(Wording.MASKED, Type.Simple.STRING, value.place()))
              : named);
    }
    return rule.withAlert(
        new AlertSpec(new Template(message), alert.score(), with, alert.oncePerMillis()));
  }
}
