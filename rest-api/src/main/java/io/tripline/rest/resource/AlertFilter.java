package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.rest.endpoint.Parameter;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.json.AlertJson;
import io.tripline.state.AlertReader;
import io.tripline.state.Review;
import io.tripline.state.StoredAlert;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts a caller wants; null for no wish.
 *
 * @param key the text of any part of the key
 * @param wholeKey all parts of the key
 * @param from ms since 1970, inclusive
 * @param to ms since 1970, exclusive
 * @param mode {@link #LIVE}, {@link #SHADOW} or {@link #ANY}
 * @param feedback a verdict, or {@link #NONE} for those without
 */
record AlertFilter(
    @Nullable String rule,
    @Nullable String ruleSet,
    @Nullable String key,
    @Nullable List<NamedValue> wholeKey,
    long from,
    long to,
    String mode,
    @Nullable Boolean acknowledged,
    @Nullable String feedback) {
  static final String LIVE = "live";
  static final String SHADOW = "shadow";
  static final String ANY = "any";

  private static final Parameter<String> OF_RULE = Parameter.text("rule", "Of this rule.");
  private static final Parameter<String> OF_RULE_SET =
      Parameter.text("ruleset", "Of this rule set.");
  private static final Parameter<String> OF_KEY =
      Parameter.text("key", "With this text as a part of the key.");
  private static final Parameter<String> SAME_KEY =
      Parameter.text(
          "same_key_as", "With the key of the alert that has this id, which may be masked there.");
  private static final Parameter<Long> FROM = Parameter.time("from", "Not before this time.");
  private static final Parameter<Long> TO = Parameter.time("to", "Before this time.");
  private static final Parameter<String> MODE =
      Parameter.oneOf("mode", "Of rules that are live, or in shadow.", LIVE, SHADOW, ANY);

  private static final String NONE = "none";
  private static final Parameter<Boolean> ACKNOWLEDGED =
      Parameter.flag("acknowledged", "Whether somebody has taken it on; any if none is given.");
  private static final Parameter<String> FEEDBACK =
      Parameter.oneOf(
          "feedback",
          "With this verdict, or with none of them.",
          ANY,
          Review.Verdict.TRUE_POSITIVE.text(),
          Review.Verdict.FALSE_POSITIVE.text(),
          NONE);

  /** What alerts are filtered with. */
  static final Parameter<?>[] PARAMETERS = {
    OF_RULE, OF_RULE_SET, OF_KEY, SAME_KEY, FROM, TO, MODE, ACKNOWLEDGED, FEEDBACK
  };

  /**
   * What a request asks for.
   *
   * @throws ProblemException 404 if it names an alert that is not there
   */
  static AlertFilter of(Context ctx, AlertReader alerts) {
    String like = SAME_KEY.find(ctx);
    return new AlertFilter(
        OF_RULE.find(ctx),
        OF_RULE_SET.find(ctx),
        OF_KEY.find(ctx),
        like == null ? null : AlertRoutes.alert(like, alerts).alert().key(),
        FROM.or(ctx, Long.MIN_VALUE),
        TO.or(ctx, Long.MAX_VALUE),
        MODE.of(ctx),
        ACKNOWLEDGED.find(ctx),
        FEEDBACK.of(ctx).equals(ANY) ? null : FEEDBACK.of(ctx));
  }

  boolean test(StoredAlert stored) {
    Alert alert = stored.alert();
    return test(stored.review())
        && (mode.equals(ANY) || mode.equals(SHADOW) == alert.inShadow())
        && (rule == null || rule.equals(alert.rule()))
        && (ruleSet == null || ruleSet.equals(alert.ruleSet()))
        && (wholeKey == null || wholeKey.equals(alert.key()))
        && alert.time() >= from
        && alert.time() < to
        && (key == null
            || alert.key().stream().anyMatch(part -> AlertJson.text(part.value()).equals(key)));
  }

  private boolean test(Review review) {
    Review.Feedback given = review.feedback();
    String verdict = given == null ? NONE : given.verdict().text();
    return (acknowledged == null || acknowledged == (review.acknowledged() != null))
        && (feedback == null || feedback.equals(verdict));
  }
}
