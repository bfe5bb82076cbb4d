package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.editor.Parameters;
import io.tripline.dsl.editor.Parameters.Parameter;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.Engine.RunningRuleSet;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.Body;
import io.tripline.rest.http.BodyReader;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.Preconditions;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.security.Scope;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of rules that run. To give them other values is to deploy the running text with
 * these in it: so it has a version, a history and a way back as any change of rules.
 */
public final class ParameterRoutes implements Resource {
  private final Engine engine;
  private final Deployments deployments;
  private final BodyReader bodies;

  public ParameterRoutes(Engine engine, Deployments deployments, BodyReader bodies) {
    this.engine = engine;
    this.deployments = deployments;
    this.bodies = bodies;
  }

  @Override
  public List<Endpoint> endpoints() {
    String path = "/v1/rulesets/{name}/parameters";
    return List.of(
        Endpoint.get(path, "getParameters", Tag.RULE_SETS, Scope.READ)
            .summary("The parameters of a rule set's rules, with the values that hold")
            .path("name", RuleSetRoutes.NAME_FORM)
            .answers(200, "All of them.", Deployments.TAGGED, Content.json(Listing.class))
            .problems(ProblemType.NOT_FOUND)
            .handledBy(this::get),
        deployments
            .describe(Endpoint.patch(path, "setParameters", Tag.RULE_SETS, Scope.AUTHOR))
            .summary("Deploy the running rules with other values for some parameters")
            .takes(Content.asked(Changes.class))
            .tellsBody()
            .problems(ProblemType.NOT_FOUND)
            .handledBy(this::set));
  }

  private record Listing(String name, int version, List<Value> parameters) {}

  private record Value(
      String rule,
      String name,
      @Meaning("As rules write it: 200.00, 10m or 'gold'.") String value) {
    static Value of(Parameter parameter) {
      return new Value(parameter.rule(), parameter.name(), parameter.value());
    }
  }

  private record Changes(
      @Meaning(
              value = "By rule and parameter, such as card_testing.floor: as rules write them.",
              required = true)
          @Nullable Map<String, String> values) {}

  private void get(Context ctx) {
    RunningRuleSet running = running(RuleSetRoutes.name(ctx));
    ctx.header(Preconditions.ETAG, Preconditions.tag(running.version()));
    List<Value> values = Parameters.of(source(running)).stream().map(Value::of).toList();
    Json.answer(ctx, 200, new Listing(running.name(), running.version(), values));
  }

  private void set(Context ctx) throws InterruptedException {
    RunningRuleSet running = running(RuleSetRoutes.name(ctx));
    Changes changes;
    try (Body body = bodies.read(ctx)) {
      changes = Json.read(body, Changes.class);
    }
    Map<String, String> values = changes.values();
    if (values == null) {
      throw wrong("values", "The member values is missing.");
    }
    String text = changed(source(running), values);
    deployments.deploy(
        ctx, running.name(), text, RuleSetVersion.NONE, version -> version == running.version());
  }

  /**
   * The text with other values.
   *
   * @throws ProblemException 400 if there is no such parameter, or what is given is no value
   */
  private static String changed(SourceFile source, Map<String, String> values) {
    Map<String, Parameter> known =
        Parameters.of(source).stream()
            .collect(Collectors.toMap(Parameter::qualified, Function.identity(), (a, b) -> a));
    Map<Parameter, String> changes = new HashMap<>();
    values.forEach(
        (name, value) -> {
          Parameter parameter = known.get(name);
          if (parameter == null) {
            throw wrong(name, "There is no parameter " + name + ".");
          }
          changes.put(parameter, value);
        });
    String text = Parameters.with(source, changes);
    Map<String, String> after = new LinkedHashMap<>();
    for (Parameter each : Parameters.of(new SourceFile(source.name(), text))) {
      after.put(each.qualified(), each.value());
    }
    // What is more than a value would be read as a part of the rule.
    known.forEach(
        (name, parameter) -> {
          String expected = values.getOrDefault(name, parameter.value());
          if (!expected.equals(after.remove(name))) {
            throw wrong(name, "This is no value for " + name + ", or more than one.");
          }
        });
    if (!after.isEmpty()) {
      throw wrong("values", "These values make more parameters than there are.");
    }
    return text;
  }

  private RunningRuleSet running(String name) {
    return engine.ruleSets().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> RuleSetRoutes.noRuleSet(name));
  }

  private static SourceFile source(RunningRuleSet running) {
    return new SourceFile(running.name() + ".trip", running.text());
  }

  private static ProblemException wrong(String member, String detail) {
    return Problem.of(ProblemType.BAD_REQUEST, detail).with("member", member).exception();
  }
}
