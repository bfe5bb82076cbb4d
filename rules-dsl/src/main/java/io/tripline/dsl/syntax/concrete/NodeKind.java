package io.tripline.dsl.syntax.concrete;

/**
 * What a node is: a rule of the grammar {@code Tripline.g4}, or an alternative that has a name
 * there. Rules that only pass on to another one ({@code declaration}, {@code value}, {@code
 * constant}) have no nodes; nor have {@code test}, {@code sequence} and {@code conjunction} where
 * they have one part. Chains such as {@code a and b and c} are one node with all its operands.
 */
public enum NodeKind {
  /** A file. */
  RULE_SET,
  /** Tokens that the parser could not read, or left out. */
  UNREADABLE,

  EVENT_DECLARATION,
  FIELD,
  TYPE,
  TYPE_ARGUMENT,
  ANNOTATION,
  ANNOTATION_ARGUMENT,

  RULE_DECLARATION,
  TITLE,
  SEVERITY,
  TAGS,
  TAG,
  PARAM,
  BY,
  KEY,
  KEY_ITEM,
  KEY_PART,
  /** {@code on Payment by card when …}. */
  TRIGGER,
  WHEN,
  /** {@code pattern … within …}. */
  PATTERN_SECTION,
  DEFINE,
  DEFINITION,
  AFTER_MATCH,
  SKIP,
  ALERT,
  SCORE,
  WITH,
  ONCE,
  EMIT,
  DECIDE,
  /** {@code merchant = hit.merchant}. */
  NAMED,
  DURATION,

  PATTERN,
  SEQUENCE,
  LINK,
  GAP,
  CONJUNCTION,
  /** {@code not n}. */
  ABSENCE,
  /** A variable or a group, with its quantifier and its modifiers if it has them. */
  REPETITION,
  QUANTIFIER,
  MODIFIER,

  NOT,
  AND,
  OR,
  /** An operand with a predicate. */
  TEST,
  COMPARISON,
  IN,
  IN_LIST,
  BETWEEN,
  LIKE,
  MATCHES,
  IS_NULL,
  NEGATE,
  PRODUCT,
  SUM,
  PARENTHESES,
  CASE,
  BRANCH,
  CALL,
  ARGUMENTS,
  LOOKUP,
  MEMBER,
  BARE,
  INTEGER,
  DECIMAL,
  QUANTITY,
  UNIT,
  DURATION_LITERAL,
  TEXT,
  TIMESTAMP,
  BOOLEAN,
  NULL,

  /** The windows. */
  SLIDING,
  DELAY,
  PANES,
  LAST_EVENTS,
  SESSION,
  CALENDAR,

  FEATURE_DECLARATION,
  LIST_DECLARATION,
  TABLE_DECLARATION,
  TEST_DECLARATION,
  /** A header and its rows; a row is one token. */
  GIVEN,
  GIVEN_PARAM,
  EXPECT_ALERT,
  EXPECT_NO_ALERT,
  EXPECT_DECISION,
  EXPECT_NO_DECISION,
  TEST_KEY,
  CLOCK,
  INSTANT,
  EVENT_ID,
  EXPECTED,
  TEST_VALUE,

  NAME
}
