package io.tripline.dsl.check;

import io.tripline.dsl.check.Scope.Kind;
import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.syntax.Expression;
import io.tripline.dsl.syntax.Name;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what {@code this.x} and {@code Payment.x} mean inside of a window or a feature. */
final class WindowNames {
  private final Scope scope;
  private final Diagnostics diagnostics;

  WindowNames(Scope scope, Diagnostics diagnostics) {
    this.scope = scope;
    this.diagnostics = diagnostics;
  }

  @Nullable Expr member(Expression.Member member) {
    Name owner = member.owner();
    EventSymbol event = scope.tested();
    boolean inFeature = scope.isInFeature();
    if (event == null) {
      return null;
    }
    if (owner.text().equals("this")) {
      return ofThis(event, member);
    }
    if (inFeature && owner.text().equals(event.name())) {
      int field = Fields.find(event, member.field(), diagnostics);
      return field < 0 ? null : new Expr.Field(field, Fields.type(event, field), member.place());
    }
    if (scope.symbols().variables().containsKey(owner.text())) {
      reportVariable(owner, "`" + owner + "." + member.field() + "`");
      return null;
    }
    boolean ownType = owner.text().equals(event.name());
    diagnostics.report(
        ownType ? Code.NOT_IN_WINDOW : Code.UNKNOWN_NAME,
        owner.place(),
        ownType
            ? "a window is over events of the tested type, so its fields need no prefix"
            : "there is no `" + owner + "` inside of a " + (inFeature ? "feature" : "window"),
        ownType
            ? "write `" + member.field() + "`"
            : DidYouMean.hint(owner.text(), List.of(inFeature ? event.name() : "this")));
    return null;
  }

  private @Nullable Expr ofThis(EventSymbol event, Expression.Member member) {
    if (scope.kind() != Kind.WINDOW_WHERE) {
      diagnostics.report(
          Code.NOT_IN_WINDOW,
          member.place(),
          scope.isInFeature()
              ? "a feature is kept for all who read it, so there is no `this` in it"
              : "`this` stands only in the `where` of a window",
          scope.isInFeature()
              ? "a window in the rule itself can compare with the tested event"
              : "what is aggregated are fields of the counted event: write `"
                  + member.field()
                  + "`");
      return null;
    }
    int field = Fields.find(event, member.field(), diagnostics);
    return field < 0 ? null : new Expr.ThisField(field, Fields.type(event, field), member.place());
  }

  /** A variable of the pattern, which a window cannot name. */
  void reportVariable(Name variable, String written) {
    boolean own = variable.text().equals(RuleChecker.SHORT_FORM_VARIABLE);
    diagnostics.report(
        Code.NOT_IN_WINDOW,
        variable.place(),
        "a window does not look at the match, so it cannot name `" + variable + "`",
        own
            ? "a bare name is a field of the counted event, and in `where` `this.x` one of the"
                + " tested event"
            : "an aggregate of " + written + " is one without `over`");
  }
}
