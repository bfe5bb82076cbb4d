package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Schema;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.security.Caller;
import io.tripline.rest.security.PersonalData;
import io.tripline.rest.security.Scope;
import io.tripline.state.Silence;
import io.tripline.state.Silences;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Silences: times in which webhooks are not told of some alerts. */
public final class SilenceRoutes implements Resource {
  private static final String ALL = "/v1/silences";
  private static final String ONE = ALL + "/{id}";

  private final Silences silences;
  private final BodyReader bodies;
  private final SecureRandom random;
  private final InstantSource clock;

  public SilenceRoutes(
      Silences silences, BodyReader bodies, SecureRandom random, InstantSource clock) {
    this.silences = silences;
    this.bodies = bodies;
    this.random = random;
    this.clock = clock;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post(ALL, "createSilence", Tag.WEBHOOKS, Scope.AUTHOR)
            .summary("Keep some alerts from webhooks for a time")
            .details(
                "They are stored and shown as ever, with the silence's id. It is about alerts that"
                    + " are stored from now on, by this server's clock.")
            .query(PersonalData.PARAMETER)
            .takes(Content.asked(SilenceRequest.class))
            .doneOnceByKey()
            .answers(
                201,
                "It holds, or will from its time on.",
                Map.of("Location", "Where it is."),
                Content.json(SilenceForm.class))
            .problems(ProblemType.LIMIT_REACHED)
            .handledBy(this::create),
        Endpoint.get(ALL, "listSilences", Tag.WEBHOOKS, Scope.READ)
            .summary("All silences, those that are over among them")
            .query(PersonalData.PARAMETER)
            .answers(200, "All of them, the newest first.", Content.json(SilenceListing.class))
            .handledBy(this::list),
        one(Endpoint.get(ONE, "getSilence", Tag.WEBHOOKS, Scope.READ))
            .summary("A silence")
            .answers(200, "The silence.", Content.json(SilenceForm.class))
            .handledBy(ctx -> answer(ctx, silences.find(id(ctx)))),
        one(Endpoint.delete(ONE, "endSilence", Tag.WEBHOOKS, Scope.AUTHOR))
            .summary("End a silence now")
            .details("What it has kept from webhooks is not sent. The list still tells of it.")
            .answers(200, "It is over.", Content.json(SilenceForm.class))
            .handledBy(ctx -> answer(ctx, silences.end(id(ctx), clock.millis()))));
  }

  private record SilenceListing(List<SilenceForm> silences) {}

  private static Endpoint.Draft one(Endpoint.Draft draft) {
    return draft
        .path("id", Schema.text())
        .query(PersonalData.PARAMETER)
        .problems(ProblemType.NOT_FOUND);
  }

  private static String id(Context ctx) {
    return ctx.pathParam("id");
  }

  private void create(Context ctx) {
    SilenceRequest request;
    try (Body body = bodies.read(ctx)) {
      request = Json.read(body, SilenceRequest.class);
    }
    long now = clock.millis();
    Silence silence = request.checked(newId(), now, Caller.of(ctx));
    if (!silences.add(silence, now)) {
      throw Problem.of(
              ProblemType.LIMIT_REACHED,
              "There are as many silences as there may be (%d); end one first."
                  .formatted(Silences.MOST))
          .exception();
    }
    ctx.header("Location", ALL + "/" + silence.id());
    Json.answer(ctx, 201, SilenceForm.of(silence, now, PersonalData.isShown(ctx)));
  }

  private String newId() {
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    return "sil_" + HexFormat.of().formatHex(bytes);
  }

  private void list(Context ctx) {
    long now = clock.millis();
    boolean showPii = PersonalData.isShown(ctx);
    Json.answer(
        ctx,
        200,
        new SilenceListing(
            silences.list().stream().map(each -> SilenceForm.of(each, now, showPii)).toList()));
  }

  private void answer(Context ctx, @Nullable Silence silence) {
    if (silence == null) {
      throw none(id(ctx));
    }
    Json.answer(ctx, 200, SilenceForm.of(silence, clock.millis(), PersonalData.isShown(ctx)));
  }

  private static ProblemException none(String id) {
    return Problem.of(ProblemType.NOT_FOUND, "There is no silence " + id + ".").exception();
  }
}
