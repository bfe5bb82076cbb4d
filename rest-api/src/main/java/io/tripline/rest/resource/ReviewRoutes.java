package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Schema;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.json.AlertJson;
import io.tripline.rest.json.AlertSchemas;
import io.tripline.rest.security.Caller;
import io.tripline.rest.security.PersonalData;
import io.tripline.rest.security.Scope;
import io.tripline.state.AlertReader;
import io.tripline.state.AlertReviews;
import io.tripline.state.Review;
import io.tripline.state.Review.Acknowledged;
import io.tripline.state.Review.Feedback;
import io.tripline.state.Review.Verdict;
import io.tripline.state.StoredAlert;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What people say of alerts: that they have taken one on, and what came of looking into it. */
public final class ReviewRoutes implements Resource {
  private static final String ONE = "/v1/alerts/{id}";
  private static final int LONGEST_BY = 200;
  private static final int LONGEST_COMMENT = 2_000;

  private final AlertReader alerts;
  private final AlertReviews reviews;
  private final BodyReader bodies;
  private final InstantSource clock;

  public ReviewRoutes(
      AlertReader alerts, AlertReviews reviews, BodyReader bodies, InstantSource clock) {
    this.alerts = alerts;
    this.reviews = reviews;
    this.bodies = bodies;
    this.clock = clock;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        of(Endpoint.post(ONE + "/acknowledge", "acknowledgeAlert", Tag.ALERTS, Scope.AUTHOR))
            .summary("Say that somebody has taken an alert on")
            .details("Who said so first stays: to say it again changes nothing.")
            .mayTake(Content.asked(Acknowledgement.class))
            .tellsBody()
            .handledBy(this::acknowledge),
        of(Endpoint.put(ONE + "/feedback", "giveFeedback", Tag.ALERTS, Scope.AUTHOR))
            .summary("Say whether the rule was right")
            .details("In place of what was said before, if something was.")
            .takes(Content.asked(FeedbackRequest.class))
            .tellsBody()
            .handledBy(this::give),
        of(Endpoint.delete(ONE + "/feedback", "withdrawFeedback", Tag.ALERTS, Scope.AUTHOR))
            .summary("Take back what was said of whether the rule was right")
            .handledBy(this::withdraw));
  }

  private static Endpoint.Draft of(Endpoint.Draft draft) {
    return draft
        .path("id", Schema.text())
        .query(PersonalData.PARAMETER)
        .answers(200, "The alert as it is now.", Content.json(AlertSchemas.LISTED))
        .problems(ProblemType.NOT_FOUND);
  }

  private record Acknowledgement(
      @Meaning("Who has taken it on; behind the caller's id, where callers are asked who they are.")
          @Nullable String by) {}

  private record FeedbackRequest(
      @Meaning(value = "true_positive or false_positive.", required = true)
          @Nullable String verdict,
      @Meaning("Who says so; likewise.") @Nullable String by,
      @Nullable String comment) {}

  private void acknowledge(Context ctx) {
    Acknowledgement request;
    try (Body body = bodies.read(ctx)) {
      request =
          body.length() == 0 ? new Acknowledgement(null) : Json.read(body, Acknowledgement.class);
    }
    Acknowledged by = new Acknowledged(by(ctx, request.by()), clock.millis());
    change(ctx, review -> review.acknowledged(by));
  }

  private void give(Context ctx) {
    FeedbackRequest request;
    try (Body body = bodies.read(ctx)) {
      request = Json.read(body, FeedbackRequest.class);
    }
    Feedback feedback =
        new Feedback(
            verdict(request.verdict()),
            by(ctx, request.by()),
            text("comment", request.comment(), LONGEST_COMMENT),
            clock.millis());
    change(ctx, review -> review.withFeedback(feedback));
  }

  private void withdraw(Context ctx) {
    change(ctx, review -> review.withFeedback(null));
  }

  private void change(Context ctx, UnaryOperator<Review> change) {
    StoredAlert alert = AlertRoutes.alert(ctx.pathParam("id"), alerts);
    Review now = reviews.change(alert.alert(), change);
    StoredAlert changed = new StoredAlert(alert.alert(), alert.suppressed(), alert.silenced(), now);
    StoredAlert shown = PersonalData.isShown(ctx) ? changed : changed.masked();
    ctx.contentType(Json.CONTENT_TYPE)
        .result(AlertJson.httpForm(shown).getBytes(StandardCharsets.UTF_8));
  }

  private static Verdict verdict(@Nullable String text) {
    return Arrays.stream(Verdict.values())
        .filter(each -> each.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    "verdict",
                    Arrays.stream(Verdict.values())
                        .map(Verdict::text)
                        .collect(Collectors.joining(" or ", "must be ", ""))));
  }

  private static String by(Context ctx, @Nullable String said) {
    return Caller.of(ctx).by(text("by", said, LONGEST_BY));
  }

  private static String text(String member, @Nullable String text, int longest) {
    if (text == null) {
      return "";
    }
    if (text.length() > longest) {
      throw wrong(member, "may have " + longest + " characters");
    }
    return text;
  }

  private static ProblemException wrong(String member, String what) {
    return Problem.of(ProblemType.BAD_REQUEST, "The member " + member + " " + what + ".")
        .with("member", member)
        .exception();
  }
}
