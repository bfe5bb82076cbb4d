package io.tripline.dsl.format;

import io.tripline.dsl.format.Words.Gap;
import io.tripline.dsl.syntax.concrete.Element;
import io.tripline.dsl.syntax.concrete.Leaf;
import io.tripline.dsl.syntax.concrete.Node;
import io.tripline.dsl.syntax.concrete.NodeKind;
import java.util.ArrayList;
import java.util.List;

/** Lays out event types, tables and features. */
final class DeclarationLayout {
  private final Layout layout;
  private final Words words;

  DeclarationLayout(Layout layout, Words words) {
    this.layout = layout;
    this.words = words;
  }

  /** {@code event Payment { … }}, a field on each line. */
  Doc event(Node node) {
    List<Element> children = node.children();
    int open = Layout.indexOf(children, "{");
    return Doc.concat(
        layout.spaced(children.subList(0, open)),
        Doc.space(1),
        words.braces(
            (Leaf) children.get(open),
            rows(children.subList(open + 1, children.size() - 1)),
            (Leaf) children.getLast()));
  }

  /**
   * {@code table customers key account { … }}: on one line if it fits and has a comma between any
   * two fields, else as an event type.
   */
  Doc table(Node node) {
    List<Element> children = node.children();
    int open = Layout.indexOf(children, "{");
    List<Element> fields = children.subList(open + 1, children.size() - 1);
    long commas = fields.stream().filter(Leaf.class::isInstance).count();
    Doc flat =
        Doc.concat(
            layout.spaced(children.subList(0, open)),
            Doc.space(1),
            layout.braces(children.subList(open, children.size())));
    boolean isFlat =
        commas >= fields.size() - commas - 1 && !flat.breaks() && Doc.width(flat) <= Printer.WIDTH;
    return isFlat ? flat : event(node);
  }

  /** A field in the middle of a line. */
  Doc field(Node field) {
    Row row = row(Doc.EMPTY, field.children());
    List<Doc> parts = new ArrayList<>(List.of(row.name, row.type));
    parts.addAll(row.annotations);
    return Doc.join(Doc.space(1), parts);
  }

  // ---- fields

  /**
   * A field in its columns.
   *
   * @param type with all that sticks to it
   */
  private record Row(Doc before, Doc name, Doc type, List<Doc> annotations) {}

  /** Fields, and commas behind some of them. */
  private List<Doc> rows(List<Element> fields) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      Node field = (Node) fields.get(i);
      List<Element> parts = new ArrayList<>(field.children());
      Doc before = words.begin(field, i == 0 ? Gap.NEVER : Gap.KEPT);
      if (i + 1 < fields.size() && fields.get(i + 1) instanceof Leaf comma) {
        parts.add(comma);
        i++;
      }
      rows.add(row(before, parts));
    }
    int name = 0;
    int type = 0;
    for (Row row : rows) {
      name = Columns.wider(name, row.name);
      type = row.annotations.isEmpty() ? type : Columns.wider(type, row.type);
    }
    List<Doc> docs = new ArrayList<>();
    for (Row row : rows) {
      docs.add(row.before);
      docs.add(row.name);
      docs.add(Columns.pad(row.name, name, 2));
      docs.add(row.type);
      if (!row.annotations.isEmpty()) {
        docs.add(Columns.pad(row.type, type, 2));
        docs.add(Doc.group(Doc.nest(4, Doc.join(Doc.LINE, row.annotations))));
      }
    }
    return docs;
  }

  private Row row(Doc before, List<Element> parts) {
    Doc name = layout.of(parts.getFirst());
    List<Doc> cells = new ArrayList<>();
    for (Element part : parts.subList(1, parts.size())) {
      Doc doc = layout.of(part);
      if (cells.isEmpty() || part instanceof Node node && node.kind() == NodeKind.ANNOTATION) {
        cells.add(doc);
      } else {
        cells.add(Doc.concat(cells.removeLast(), doc));
      }
    }
    return new Row(before, name, cells.getFirst(), cells.subList(1, cells.size()));
  }

  // ---- features

  /**
   * {@code feature x = avg(…) by card over 1h}.
   *
   * @param width of the column that its name stands in
   */
  Doc feature(Node node, int width) {
    List<Element> children = node.children();
    Doc name = layout.of(children.get(1));
    List<Doc> parts = new ArrayList<>();
    for (int i = 3; i < children.size(); i++) {
      Doc part = layout.of(children.get(i));
      if (children.get(i) instanceof Leaf) {
        parts.add(Doc.LINE);
        parts.add(part);
        parts.add(Doc.space(1));
      } else {
        parts.add(part);
      }
    }
    return Doc.group(
        layout.of(children.get(0)),
        Doc.space(1),
        name,
        Columns.pad(name, width, 1),
        layout.of(children.get(2)),
        Doc.space(1),
        Doc.nest(2, Doc.concat(parts)));
  }

  /** The width of the names of features that follow one another without an empty line. */
  int featureNames(List<Node> declarations) {
    int width = 0;
    for (int i = 0; i < declarations.size(); i++) {
      Node node = declarations.get(i);
      if (node.kind() != NodeKind.FEATURE_DECLARATION || i > 0 && Words.isApart(node)) {
        break;
      }
      width = Columns.wider(width, ((Node) node.children().get(1)).first());
    }
    return width;
  }
}
