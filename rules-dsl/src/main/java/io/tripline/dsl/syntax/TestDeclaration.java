package io.tripline.dsl.syntax;

import io.tripline.dsl.ir.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code test card_testing "three probes and a hit" { … }}.
 *
 * @param rule the rule that it is about
 * @param title null where there is none
 * @param parts in the order of the text; those that could not be read are missing
 * @param unreadable whether a part is missing for that reason
 */
public record TestDeclaration(
    Name rule, @Nullable String title, List<Part> parts, @Nullable String doc, boolean unreadable) {
  public TestDeclaration {
    parts = List.copyOf(parts);
  }

  /** What a test consists of. */
  public sealed interface Part {
    Place place();
  }

  /**
   * {@code Payment { id, time, card }} and the rows under it; the same with a table; or {@code
   * high_risk_mcc { 7995, 6211 }}.
   *
   * @param name of an event type, a table or a list
   * @param header the columns, or the values of a list
   */
  public record Given(Name name, List<Cell> header, List<Row> rows, Place place) implements Part {
    public Given {
      header = List.copyOf(header);
      rows = List.copyOf(rows);
    }
  }

  /** {@code param floor = 100.00}. */
  public record GivenParam(Name name, Expression value, Place place) implements Part {}

  /** {@code | p1 | 10:00:00 | c1 |}. */
  public record Row(List<Cell> cells, Place place) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /**
   * What stands between two bars, without blanks at its ends.
   *
   * @param text without the quotes, if it has them
   * @param quoted whether it stands in quotes: then it is text, also where it is empty or {@code
   *     null}
   * @param place of the text; of the bar behind it where the cell is empty
   */
  public record Cell(String text, boolean quoted, Place place) {}

  /**
   * {@code expect alert card_testing for c1 at h1 { probe = p1 p2 p3, score = 85 }}.
   *
   * @param key one value for each part of the key; empty where it is not given
   * @param at null where it is not given
   */
  public record ExpectAlert(
      Name rule, List<Cell> key, @Nullable Moment at, List<Expected> values, Place place)
      implements Part {
    public ExpectAlert {
      key = List.copyOf(key);
      values = List.copyOf(values);
    }
  }

  /**
   * {@code expect no other alert}, {@code expect no alert}.
   *
   * @param other whether it says {@code other}
   */
  public record ExpectNoAlert(boolean other, Place place) implements Part {}

  /**
   * {@code expect decision decline at h1}.
   *
   * @param at null where it is not given
   */
  public record ExpectDecision(Name decision, @Nullable Moment at, Place place) implements Part {}

  /**
   * {@code expect no other decision}, {@code expect no decision}.
   *
   * @param other whether it says {@code other}
   */
  public record ExpectNoDecision(boolean other, Place place) implements Part {}

  /** {@code probe = p1 p2 p3}. */
  public record Expected(Name name, List<Cell> values) {
    public Expected {
      values = List.copyOf(values);
    }
  }

  /**
   * When an alert is raised: at an event, or at a time.
   *
   * @param text as a cell of a time column has it, or the id of an event
   * @param time whether it can only be a time
   */
  public record Moment(String text, boolean time, Place place) {}
}
