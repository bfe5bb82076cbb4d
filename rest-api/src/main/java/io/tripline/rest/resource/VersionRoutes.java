package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Schema;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.MediaTypes;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.security.Scope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Earlier versions of rule sets: read, and brought back. */
public final class VersionRoutes implements Resource {
  private final Engine engine;
  private final RuleVersions versions;
  private final Deployments deployments;
  private final BodyReader bodies;

  public VersionRoutes(
      Engine engine, Deployments deployments, RuleVersions versions, BodyReader bodies) {
    this.engine = engine;
    this.versions = versions;
    this.deployments = deployments;
    this.bodies = bodies;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
                "/v1/rulesets/{name}/versions", "listRuleSetVersions", Tag.RULE_SETS, Scope.READ)
            .summary("All versions of a rule set")
            .path("name", RuleSetRoutes.NAME_FORM)
            .answers(200, "The first of them first.", Content.json(VersionListing.class))
            .problems(ProblemType.NOT_FOUND)
            .handledBy(this::versions),
        Endpoint.get(
                "/v1/rulesets/{name}/versions/{version}",
                "getRuleSetVersion",
                Tag.RULE_SETS,
                Scope.READ)
            .summary("A version of a rule set, and its text")
            .path("name", RuleSetRoutes.NAME_FORM)
            .path("version", Schema.integer(1, Integer.MAX_VALUE))
            .answers(
                200,
                "The version, or its text alone.",
                Content.json(VersionForm.class),
                Content.text())
            .problems(ProblemType.NOT_FOUND)
            .handledBy(this::version),
        deployments
            .describe(
                Endpoint.post(
                    "/v1/rulesets/{name}/rollback", "rollBackRuleSet", Tag.RULE_SETS, Scope.AUTHOR))
            .summary("Deploy the text of an earlier version again")
            .doneOnceByKey()
            .mayTake(Content.asked(Rollback.class))
            .tellsBody()
            .problems(ProblemType.NOT_FOUND)
            .handledBy(this::rollBack));
  }

  private record VersionListing(String name, List<VersionSummary> versions) {}

  private record VersionSummary(
      int version,
      long sequence,
      Instant deployedAt,
      boolean deleted,
      @Meaning("The earlier version that it brought back; null if none.")
          @Nullable Integer restores) {}

  private record VersionForm(
      String name,
      int version,
      long sequence,
      Instant deployedAt,
      boolean deleted,
      @Meaning("The earlier version that it brought back; null if none.")
          @Nullable Integer restores,
      String text) {}

  private record Rollback(
      @Meaning("To bring back; null for the one before that which is running.")
          @Nullable Integer version) {}

  private void versions(Context ctx) {
    String name = RuleSetRoutes.name(ctx);
    List<RuleSetVersion> all = versions.versions(name);
    if (all.isEmpty()) {
      throw RuleSetRoutes.noRuleSet(name);
    }
    Json.answer(
        ctx,
        200,
        new VersionListing(
            name,
            all.stream()
                .map(
                    each ->
                        new VersionSummary(
                            each.version(),
                            each.sequence(),
                            Instant.ofEpochMilli(each.deployedAt()),
                            each.deleted(),
                            restores(each)))
                .toList()));
  }

  private void version(Context ctx) {
    String name = RuleSetRoutes.name(ctx);
    RuleSetVersion version = find(name, ctx.pathParam("version"));
    if (MediaTypes.prefers(ctx.header("Accept"), RuleSetRoutes.TEXT, Json.CONTENT_TYPE)) {
      ctx.contentType(RuleSetRoutes.TEXT + "; charset=utf-8").result(version.text());
    } else {
      Json.answer(
          ctx,
          200,
          new VersionForm(
              name,
              version.version(),
              version.sequence(),
              Instant.ofEpochMilli(version.deployedAt()),
              version.deleted(),
              restores(version),
              version.text()));
    }
  }

  private void rollBack(Context ctx) throws InterruptedException {
    String name = RuleSetRoutes.name(ctx);
    Rollback request;
    try (Body body = bodies.read(ctx)) {
      request = body.length() == 0 ? new Rollback(null) : Json.read(body, Rollback.class);
    }
    Integer asked = request.version();
    RuleSetVersion version = asked == null ? previous(name) : find(name, Integer.toString(asked));
    if (version.deleted()) {
      throw Problem.of(
              ProblemType.NOT_FOUND,
              "With version "
                  + version.version()
                  + " rule set "
                  + name
                  + " was taken away: there is"
                  + " nothing to bring back.")
          .exception();
    }
    deployments.deploy(ctx, name, version.text(), version.version());
  }

  /** The last one before that which is running, or, where none is, before it was taken away. */
  private RuleSetVersion previous(String name) {
    int running =
        engine.ruleSets().stream()
            .filter(each -> each.name().equals(name))
            .mapToInt(Engine.RunningRuleSet::version)
            .findAny()
            .orElse(Integer.MAX_VALUE);
    List<RuleSetVersion> all = versions.versions(name);
    if (all.isEmpty()) {
      throw RuleSetRoutes.noRuleSet(name);
    }
    return all.reversed().stream()
        .filter(each -> each.version() < running && !each.deleted())
        .findFirst()
        .orElseThrow(
            () ->
                Problem.of(ProblemType.NOT_FOUND, "Rule set " + name + " has no earlier version.")
                    .exception());
  }

  private RuleSetVersion find(String name, String number) {
    return versions.versions(name).stream()
        .filter(each -> Integer.toString(each.version()).equals(number))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.of(
                        ProblemType.NOT_FOUND,
                        "Rule set " + name + " has no version " + number + ".")
                    .exception());
  }

  private static @Nullable Integer restores(RuleSetVersion version) {
    return version.restores() == RuleSetVersion.NONE ? null : version.restores();
  }
}
