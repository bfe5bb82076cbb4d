package io.tripline.dsl.syntax;

import io.tripline.dsl.ir.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A clause of a rule. Its place is its first word. */
public sealed interface Clause {
  Place place();

  /** {@code title "…"}. */
  record Title(String text, Place place) implements Clause {}

  /** {@code severity high}. */
  record SeverityClause(Name level, Place place) implements Clause {}

  /** {@code tags enumeration, cnp}. */
  record Tags(List<Name> tags, Place place) implements Clause {
    public Tags {
      tags = List.copyOf(tags);
    }
  }

  /** {@code param floor = 200.00}. */
  record Parameter(Name name, Expression value, Place place) implements Clause {}

  /** {@code by card}. */
  record By(KeyTree key, Place place) implements Clause {}

  /**
   * {@code on Payment by device when …}.
   *
   * @param condition null where there is none
   */
  record On(Name type, @Nullable KeyTree key, @Nullable Expression condition, Place place)
      implements Clause {}

  /**
   * {@code pattern a -> b within 10m}.
   *
   * @param within null where there is none
   */
  record PatternClause(PatternTree pattern, @Nullable Duration within, Place place)
      implements Clause {}

  /**
   * {@code define hit: Payment where …}.
   *
   * @param unreadable whether a definition could not be read, not even its name
   */
  record Define(List<Definition> definitions, boolean unreadable, Place place) implements Clause {
    public Define {
      definitions = List.copyOf(definitions);
    }
  }

  /**
   * {@code after match skip … limit 1000}.
   *
   * @param limit null where there is none
   */
  record AfterMatch(SkipTree skip, @Nullable MatchLimit limit, Place place) implements Clause {}

  /**
   * {@code alert "…" score 85 with x = … once per 1h}; a part that is null is not there.
   *
   * @param unreadable whether a part could not be read
   */
  record Alert(
      TextTree text,
      List<Expression> scores,
      List<Named> with,
      List<Duration> oncePer,
      boolean unreadable,
      Place place)
      implements Clause {
    public Alert {
      scores = List.copyOf(scores);
      with = List.copyOf(with);
      oncePer = List.copyOf(oncePer);
    }
  }

  /** {@code emit CardCompromised { card = hit.card }}. */
  record Emit(Name type, List<Named> values, Place place) implements Clause {
    public Emit {
      values = List.copyOf(values);
    }
  }

  /** {@code decide decline}. */
  record Decide(Name decision, Place place) implements Clause {}

  /**
   * {@code hit: Payment where …}.
   *
   * @param type null if it could not be read
   * @param condition null where there is none
   */
  record Definition(Name variable, @Nullable Name type, @Nullable Expression condition) {}

  /** {@code merchant = hit.merchant}. */
  record Named(Name name, Expression value) {}

  /** A duration, or the name of a parameter that is one. */
  record Duration(@Nullable Long millis, @Nullable String parameter, Place place) {}

  /**
   * The most matches of one event.
   *
   * @param most as it is written; it may be any number
   * @param place of the number
   */
  record MatchLimit(long most, Place place) {}

  /** What follows {@code after match skip}. */
  record SkipTree(Kind kind, @Nullable Name variable) {
    /** Where to. */
    public enum Kind {
      NONE,
      NEXT,
      PAST_LAST,
      FIRST,
      LAST
    }
  }
}
