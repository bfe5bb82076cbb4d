/**
 * From the syntax tree to the typed IR: names get their meaning, expressions their types, and a
 * rule is checked for what its parts do not show.
 *
 * <pre>
 *   FileTree ─► RuleSetChecker ─┬► EventChecker ─► EventSymbol
 *                               ├► ListChecker, TableChecker
 *                               ├► FeatureChecker ─► WindowAggregateChecker
 *                               └► RuleChecker ─┬► PatternChecker, PatternShape, PatternReach
 *                                               ├► KeyChecker
 *                                               ├► ExpressionChecker ─► Operators, CallChecker …
 *                                               └► AlertChecker
 * </pre>
 *
 * <p>The checks do not stop at an error. What could not be checked is null from then on, and a null
 * is never spoken of again: one mistake, one diagnostic.
 */
@NullMarked
package io.tripline.dsl.check;

import org.jspecify.annotations.NullMarked;
