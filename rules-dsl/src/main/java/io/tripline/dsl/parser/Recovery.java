package io.tripline.dsl.parser;

import static io.tripline.dsl.parser.TriplineLexer.*;

import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.jspecify.annotations.Nullable;

/**
 * How the parser goes on after an error. One error is reported for each part that cannot be read,
 * where a part is a declaration, a field, a clause or a definition; the part is given up, and
 * reading goes on at the next one.
 *
 * <p>An error that is deeper than that travels up as the exception it is, until it meets the rule
 * of such a part. Loops over parts look at the next token themselves ({@link #sync}), so that one
 * that begins none of them does not end the loop.
 */
final class Recovery extends DefaultErrorStrategy {
  private static final Set<Integer> DECLARATIONS = Set.of(EVENT, RULE, FEATURE, LIST, TABLE, TEST);
  private static final Set<Integer> CLAUSES =
      Set.of(TITLE, SEVERITY, TAGS, PARAM, BY, ON, PATTERN, DEFINE, AFTER, ALERT, EMIT, DECIDE);

  /** Clauses whose first word cannot stand anywhere else. */
  private static final Set<Integer> PLAIN_CLAUSES = Set.of(PATTERN, DEFINE, ALERT, EMIT, DECIDE);

  private static final Set<Integer> ALERT_CLAUSES = Set.of(SCORE, WITH, ONCE);

  /** Tokens whose absence is reported, and the parser goes on as if they were there. */
  private static final Set<Integer> INSERTABLE =
      Set.of(LBRACE, RBRACE, LPAREN, RPAREN, RBRACKET, COMMA, COLON);

  private static final List<String> CLAUSE_WORDS =
      List.of(
          "title",
          "severity",
          "tags",
          "param",
          "by",
          "on",
          "when",
          "pattern",
          "within",
          "define",
          "after",
          "alert",
          "score",
          "with",
          "once",
          "emit",
          "decide");

  private final Places places;
  private final Diagnostics diagnostics;
  private final Set<Integer> afterStrays;
  private final Set<ParserRuleContext> damaged = new HashSet<>();
  private final Set<ParserRuleContext> cut = new HashSet<>();

  Recovery(Places places, Set<Integer> afterStrays, Diagnostics diagnostics) {
    this.places = places;
    this.afterStrays = afterStrays;
    this.diagnostics = diagnostics;
  }

  /** Whether something between the parts of a context was left out. */
  boolean damaged(ParserRuleContext context) {
    return damaged.contains(context);
  }

  /** Whether a clause or a definition ended where something that belongs to it was left out. */
  boolean cut(ParserRuleContext context) {
    return cut.contains(context);
  }

  @Override
  public void reportError(Parser parser, RecognitionException e) {
    if (inErrorRecoveryMode(parser)) {
      return;
    }
    beginErrorCondition(parser);
    if (!afterStrays.contains(e.getOffendingToken().getStartIndex())) {
      new SyntaxError(parser, places).report(e, diagnostics);
    }
  }

  @Override
  public void recover(Parser parser, RecognitionException e) {
    ParserRuleContext context = parser.getContext();
    switch (context.getRuleIndex()) {
      case TriplineParser.RULE_declaration, TriplineParser.RULE_ruleSet ->
          skip(parser, context, this::startsDeclaration);
      case TriplineParser.RULE_field -> skip(parser, context, this::endsField);
      case TriplineParser.RULE_section, TriplineParser.RULE_when ->
          skip(parser, context, this::endsClause);
      case TriplineParser.RULE_definition -> skip(parser, context, this::endsDefinition);
      case TriplineParser.RULE_alertClause -> skip(parser, context, this::endsAlertClause);
      case TriplineParser.RULE_testPart -> skip(parser, context, this::endsTestPart);
      case TriplineParser.RULE_hole -> {}
      default -> throw e;
    }
    endErrorCondition(parser);
  }

  @Override
  public void sync(Parser parser) {
    ParserRuleContext context = parser.getContext();
    TokenStream input = parser.getInputStream();
    Token next = input.LT(1);
    switch (context.getRuleIndex()) {
      case TriplineParser.RULE_ruleSet -> {
        if (!DECLARATIONS.contains(next.getType()) && next.getType() != Token.EOF) {
          unexpected(parser, next, List.of("event", "rule", "feature", "list", "table", "test"));
          cutLastDeclaration(context);
          leaveOut(parser, context, this::startsDeclaration);
        }
      }
      case TriplineParser.RULE_eventDeclaration -> {
        if (!SyntaxError.isName(next.getType()) && !endsDeclaration(input)) {
          unexpected(parser, next, List.of());
          leaveOut(parser, context, this::endsField);
        }
      }
      case TriplineParser.RULE_ruleDeclaration -> {
        if (!CLAUSES.contains(next.getType()) && !endsDeclaration(input)) {
          unexpected(parser, next, CLAUSE_WORDS);
          if (!firstOnLine(input) || !SyntaxError.isName(next.getType())) {
            cutLast(context, TriplineParser.SectionContext.class);
          }
          leaveOut(parser, context, this::endsClause);
        }
      }
      case TriplineParser.RULE_testDeclaration -> {
        if (!SyntaxError.isName(next.getType())
            && !endsDeclaration(input)
            && input.LT(-1).getType() != TEST
            && hasBegun(context)) {
          unexpected(parser, next, List.of("expect"));
          leaveOut(parser, context, this::endsTestPart);
        }
      }
      case TriplineParser.RULE_section -> {
        if (context instanceof TriplineParser.DefineContext
            && !endsClause(input)
            && (next.getType() == COLON
                || SyntaxError.isName(next.getType()) && input.LA(2) != COLON)) {
          if (!firstOnLine(input) || next.getType() == COLON) {
            unexpected(parser, next, List.of());
            cutLast(context, TriplineParser.DefinitionContext.class);
            leaveOut(parser, context, this::endsDefinition);
            return;
          }
          SyntaxError.report(
              diagnostics,
              places.of(next),
              "expected `:` after the variable `" + next.getText() + "`",
              "a definition reads `" + next.getText() + ": Payment where …`");
          leaveOut(parser, context, this::endsDefinition);
        }
      }
      default -> {}
    }
  }

  @Override
  public Token recoverInline(Parser parser) {
    Token next = parser.getCurrentToken();
    for (int wanted : parser.getExpectedTokens().toSet()) {
      if (INSERTABLE.contains(wanted)
          && parser.getExpectedTokens().size() == 1
          && closes(wanted, next, parser.getInputStream())
          && singleTokenInsertion(parser)) {
        return getMissingSymbol(parser);
      }
    }
    throw new InputMismatchException(parser);
  }

  /**
   * Whether the absence of a token is a likely mistake, so that one can go on as if it was there.
   */
  private static boolean closes(int wanted, Token next, TokenStream input) {
    if (next.getType() == Token.EOF) {
      return wanted == RBRACE;
    }
    return wanted != RPAREN || firstOnLine(input) || !SyntaxError.startsValue(next.getType());
  }

  @Override
  protected void reportMissingToken(Parser parser) {
    if (!inErrorRecoveryMode(parser)) {
      beginErrorCondition(parser);
      new SyntaxError(parser, places).reportMissing(diagnostics);
    }
  }

  // ---- where a part ends

  private interface Stop {
    boolean at(TokenStream input);
  }

  private boolean startsDeclaration(TokenStream input) {
    Token token = input.LT(1);
    if (!DECLARATIONS.contains(token.getType()) || !firstOnLine(input)) {
      return false;
    }
    // Deeper in, these words may be names that lack their back-quotes.
    return token.getCharPositionInLine() == 0
        || SyntaxError.isName(input.LA(2))
            && switch (token.getType()) {
              case EVENT, RULE -> input.LA(3) == LBRACE;
              case FEATURE -> input.LA(3) == EQ;
              case LIST -> input.LA(3) == OF;
              case TABLE -> input.LA(3) == KEY;
              default -> input.LA(3) == TEXT || input.LA(3) == LBRACE;
            };
  }

  private boolean endsDeclaration(TokenStream input) {
    return input.LA(1) == RBRACE || input.LA(1) == Token.EOF || startsDeclaration(input);
  }

  private boolean endsField(TokenStream input) {
    return firstOnLine(input) || endsDeclaration(input);
  }

  private boolean endsClause(TokenStream input) {
    int type = input.LA(1);
    return PLAIN_CLAUSES.contains(type)
        || CLAUSES.contains(type) && firstOnLine(input) && input.LA(2) != COLON
        || endsDeclaration(input);
  }

  private boolean endsDefinition(TokenStream input) {
    return SyntaxError.isName(input.LA(1)) && input.LA(2) == COLON || endsClause(input);
  }

  private boolean endsAlertClause(TokenStream input) {
    return ALERT_CLAUSES.contains(input.LA(1)) && firstOnLine(input) || endsClause(input);
  }

  private boolean endsTestPart(TokenStream input) {
    return firstOnLine(input)
            && (input.LA(1) == EXPECT || SyntaxError.isName(input.LA(1)) && input.LA(2) == LBRACE)
        || endsDeclaration(input);
  }

  /** Whether the opening brace of a declaration has been read. */
  private static boolean hasBegun(ParserRuleContext context) {
    return context.children.stream()
        .anyMatch(
            c ->
                c instanceof org.antlr.v4.runtime.tree.TerminalNode node
                    && node.getSymbol().getType() == LBRACE);
  }

  private static boolean firstOnLine(TokenStream input) {
    Token before = input.LT(-1);
    return before == null || before.getLine() < input.LT(1).getLine();
  }

  // ---- leaving out

  private void cutLast(ParserRuleContext context, Class<? extends ParserRuleContext> kind) {
    List<? extends ParserRuleContext> parts = context.getRuleContexts(kind);
    if (!parts.isEmpty()) {
      cut.add(parts.getLast());
    }
  }

  /** Something stands behind a declaration: probably it has ended too early. */
  private void cutLastDeclaration(ParserRuleContext file) {
    List<TriplineParser.DeclarationContext> declarations =
        file.getRuleContexts(TriplineParser.DeclarationContext.class);
    if (!declarations.isEmpty()
        && declarations.getLast().getChildCount() > 0
        && declarations.getLast().getChild(0) instanceof ParserRuleContext last) {
      damaged.add(last);
      cutLast(last, TriplineParser.SectionContext.class);
    }
  }

  private void unexpected(Parser parser, Token token, List<String> words) {
    if (inErrorRecoveryMode(parser) || afterStrays.contains(token.getStartIndex())) {
      return;
    }
    String hint = DidYouMean.hint(token.getText(), words);
    new SyntaxError(parser, places).reportUnexpected(diagnostics, token, hint);
  }

  private void leaveOut(Parser parser, ParserRuleContext context, Stop stop) {
    damaged.add(context);
    TokenStream input = parser.getInputStream();
    int depth = 0;
    do {
      depth += depthOf(input.LA(1));
      input.consume();
    } while (input.LA(1) != Token.EOF && !(atDepth(input, depth) && stop.at(input)));
    endErrorCondition(parser);
  }

  /** Consumes up to where a part ends, and at least one token of it in all. */
  private void skip(Parser parser, ParserRuleContext context, Stop stop) {
    TokenStream input = parser.getInputStream();
    int depth = 0;
    for (int i = context.getStart().getTokenIndex(); i < input.index(); i++) {
      depth += depthOf(input.get(i).getType());
    }
    boolean moved = input.index() > context.getStart().getTokenIndex();
    while (input.LA(1) != Token.EOF && !(moved && atDepth(input, depth) && stop.at(input))) {
      depth += depthOf(input.LA(1));
      input.consume();
      moved = true;
    }
  }

  /** A closing brace ends a part only outside of the braces that the part has opened. */
  private static boolean atDepth(TokenStream input, int depth) {
    return depth <= 0 || input.LA(1) != RBRACE;
  }

  private static int depthOf(int type) {
    return type == LBRACE ? 1 : type == RBRACE ? -1 : 0;
  }

  /** Nothing is deleted silently. */
  @Override
  protected @Nullable Token singleTokenDeletion(Parser parser) {
    return null;
  }
}
