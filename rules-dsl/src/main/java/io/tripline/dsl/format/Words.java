package io.tripline.dsl.format;

import io.tripline.dsl.syntax.concrete.Comment;
import io.tripline.dsl.syntax.concrete.Leaf;
import io.tripline.dsl.syntax.concrete.Node;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** Makes documents of tokens and their comments: each token once, each comment with its token. */
final class Words {
  /** Whether an empty line stands before a part. */
  enum Gap {
    NEVER,
    /** Where there is one already. */
    KEPT,
    ALWAYS
  }

  /** Signs with no blank before them. */
  private static final Set<String> CLOSING = Set.of(")", "]", ",", ":", ".", "?");

  /** Where the tokens begin whose leading comments were set by {@link #begin}. */
  private final BitSet begun = new BitSet();

  /** A token, with its comments. */
  Doc token(Leaf leaf) {
    return token(leaf, Doc.text(leaf.text()));
  }

  /**
   * A token, with its comments.
   *
   * @param text what it is set as
   */
  Doc token(Leaf leaf, Doc text) {
    List<Doc> parts = new ArrayList<>();
    if (!begun.get(leaf.start())) {
      for (Remark remark : remarks(leaf)) {
        parts.add(remark.inline() ? inline(remark, leaf) : new Doc.OwnComment(remark.text()));
      }
    }
    parts.add(text);
    leaf.trailing().forEach(comment -> parts.add(new Doc.EndComment(text(comment))));
    return parts.size() == 1 ? parts.getFirst() : Doc.concat(parts);
  }

  /**
   * Begins a line for a part: what stands before its first token, which {@link #token} leaves out
   * from then on. So a comment before a part breaks none of the part's lines.
   */
  Doc begin(Node part, Gap gap) {
    return begin(part.first(), gap);
  }

  /** The same for a token. */
  Doc begin(Leaf leaf, Gap gap) {
    begun.set(leaf.start());
    List<Doc> parts = new ArrayList<>();
    List<Remark> remarks = remarks(leaf);
    boolean lineBegun = false;
    for (Remark remark : remarks) {
      parts.add(line(remark.lineBreaks(), parts.isEmpty() ? gap : Gap.KEPT));
      parts.add(remark.inline() ? inline(remark, leaf) : new Doc.OwnComment(remark.text()));
      lineBegun = remark.inline();
    }
    if (!lineBegun) {
      boolean documented = !remarks.isEmpty() && remarks.getLast().isDoc();
      Gap last = documented ? Gap.NEVER : parts.isEmpty() ? gap : Gap.KEPT;
      parts.add(line(leaf.lineBreaksBefore(), last));
    }
    return Doc.concat(parts);
  }

  /** Whether an empty line stands somewhere before a part, and stays there. */
  static boolean isApart(Node part) {
    Leaf first = part.first();
    List<Remark> remarks = remarks(first);
    boolean documented = !remarks.isEmpty() && remarks.getLast().isDoc();
    return remarks.stream().anyMatch(remark -> remark.lineBreaks() > 1)
        || first.lineBreaksBefore() > 1 && !documented;
  }

  /** Parts, each with its {@link #begin}, between braces. */
  Doc braces(Leaf open, List<Doc> parts, Leaf close) {
    List<Doc> body = new ArrayList<>(parts);
    body.addAll(ownLines(close, parts.isEmpty() ? Gap.NEVER : Gap.KEPT));
    if (body.isEmpty() && open.trailing().isEmpty()) {
      return Doc.concat(token(open), token(close));
    }
    begun.set(close.start());
    return Doc.concat(token(open), new Doc.Nest(2, Doc.concat(body)), Doc.HARD_LINE, token(close));
  }

  /** The comments before a token, each on lines of its own. */
  List<Doc> ownLines(Leaf leaf, Gap gap) {
    List<Doc> parts = new ArrayList<>();
    for (Remark remark : remarks(leaf)) {
      parts.add(line(remark.lineBreaks(), parts.isEmpty() ? gap : Gap.KEPT));
      parts.add(new Doc.OwnComment(remark.text()));
    }
    return parts;
  }

  private static Doc inline(Remark remark, Leaf leaf) {
    return new Doc.InlineComment(remark.text(), !CLOSING.contains(leaf.text()));
  }

  private static Doc line(int lineBreaks, Gap gap) {
    boolean empty = gap == Gap.ALWAYS || gap == Gap.KEPT && lineBreaks > 1;
    return new Doc.Line("", true, empty);
  }

  /**
   * Comments before a token that stand on one line.
   *
   * @param lineBreaks before the first
   * @param inline whether the token follows on the same line
   */
  private record Remark(String text, int lineBreaks, boolean inline, boolean isDoc) {}

  private static List<Remark> remarks(Leaf leaf) {
    List<Remark> remarks = new ArrayList<>();
    List<Comment> comments = leaf.leading();
    int from = 0;
    for (int i = 0; i < comments.size(); i++) {
      boolean last = i == comments.size() - 1;
      int breaks = last ? leaf.lineBreaksBefore() : comments.get(i + 1).lineBreaksBefore();
      boolean inline = last && breaks == 0 && leaf.kind() != Leaf.Kind.END;
      if (breaks > 0 || last) {
        List<Comment> line = comments.subList(from, i + 1);
        remarks.add(
            new Remark(
                String.join(" ", line.stream().map(Words::text).toList()),
                line.getFirst().lineBreaksBefore(),
                inline,
                line.getLast().kind() == Comment.Kind.DOC));
        from = i + 1;
      }
    }
    return remarks;
  }

  private static String text(Comment comment) {
    return comment.endsLine() ? comment.text().stripTrailing() : comment.text();
  }
}
