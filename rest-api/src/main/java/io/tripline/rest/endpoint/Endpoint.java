package io.tripline.rest.endpoint;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.tripline.rest.http.ProblemException;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.security.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that the server serves: a method and a path, who may call it, what it takes and what it
 * answers. Immutable; made by the {@link Draft} that the methods named after HTTP's begin.
 *
 * @param id its name in the API's document and in clients made from it
 * @param pathParameters of the path's {@code {names}}, in their order
 * @param headers that it looks at, and what for
 * @param bodies the forms in which it takes a body; none if it takes none
 * @param problems what it may be answered with beside those of all endpoints
 * @param isChange whether it changes what the server does or has, other than by events: that is
 *     written to the audit log
 * @param tellsBody whether the audit log has the whole of a short body, not only its digest
 * @param isDoneOnce whether a caller can have it done once however often it asks, by a key
 */
public record Endpoint(
    HandlerType method,
    String path,
    String id,
    Tag tag,
    Scope scope,
    String summary,
    String details,
    Map<String, Schema> pathParameters,
    List<Parameter<?>> query,
    Map<String, String> headers,
    List<Content> bodies,
    boolean bodyRequired,
    List<Answer> answers,
    Set<ProblemType> problems,
    boolean isChange,
    boolean tellsBody,
    boolean isDoneOnce,
    Handler handler) {
  /** What any request may be answered with. */
  private static final Set<ProblemType> ALWAYS =
      Set.of(
          ProblemType.BAD_REQUEST,
          ProblemType.NOT_LOCAL,
          ProblemType.TOO_MANY_REQUESTS,
          ProblemType.INTERNAL_ERROR);

  /** What one may be answered with that needs a scope. */
  private static final Set<ProblemType> OF_SCOPES =
      Set.of(ProblemType.UNAUTHORIZED, ProblemType.FORBIDDEN, ProblemType.TOKENS_UNKNOWABLE);

  private static final Set<ProblemType> OF_BODIES =
      Set.of(ProblemType.BODY_TOO_LARGE, ProblemType.UNSUPPORTED_MEDIA_TYPE, ProblemType.BUSY);

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

  /**
   * What it answers if all goes well.
   *
   * @param contents the forms of its body, the usual one first; none if it has no body
   * @param headers that come with it, and what they say
   */
  public record Answer(
      int status, String meaning, List<Content> contents, Map<String, String> headers) {}

  public static Draft get(String path, String id, Tag tag, Scope scope) {
    return new Draft(HandlerType.GET, path, id, tag, scope);
  }

  public static Draft post(String path, String id, Tag tag, Scope scope) {
    return new Draft(HandlerType.POST, path, id, tag, scope);
  }

  public static Draft put(String path, String id, Tag tag, Scope scope) {
    return new Draft(HandlerType.PUT, path, id, tag, scope);
  }

  public static Draft patch(String path, String id, Tag tag, Scope scope) {
    return new Draft(HandlerType.PATCH, path, id, tag, scope);
  }

  public static Draft delete(String path, String id, Tag tag, Scope scope) {
    return new Draft(HandlerType.DELETE, path, id, tag, scope);
  }

  /** All problems that it may be answered with. */
  public Stream<ProblemType> allProblems() {
    return Stream.of(ALWAYS, scope == Scope.NONE ? Set.<ProblemType>of() : OF_SCOPES, problems)
        .flatMap(Set::stream);
  }

  /**
   * Refuses parameters that it does not know, and such as come twice.
   *
   * @throws ProblemException 400
   */
  void checkParameters(Context ctx) {
    for (Map.Entry<String, List<String>> given : ctx.queryParamMap().entrySet()) {
      String name = given.getKey();
      if (name.isEmpty()) {
        continue; // from "?&a=1", which means no more than "?a=1"
      }
      if (query.stream().noneMatch(each -> each.name().equals(name))) {
        throw Parameter.wrong(name, "is not known here" + known());
      }
      if (given.getValue().size() > 1) {
        throw Parameter.wrong(name, "is given " + given.getValue().size() + " times");
      }
    }
  }

  private String known() {
    return query.isEmpty()
        ? "; there are none"
        : "; known are "
            + query.stream()
                .map(Parameter::name)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(", "));
  }

  /** Collects what an endpoint is. Used by one thread, once. */
  public static final class Draft {
    private final HandlerType method;
    private final String path;
    private final String id;
    private final Tag tag;
    private final Scope scope;
    private final Map<String, Schema> pathParameters = new LinkedHashMap<>();
    private final List<Parameter<?>> query = new ArrayList<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<Content> bodies = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final Set<ProblemType> problems = new LinkedHashSet<>();
    private boolean bodyRequired;
    private boolean tellsBody;
    private boolean doneOnce;
    private boolean changesNothing;
    private String summary = "";
    private String details = "";

    private Draft(HandlerType method, String path, String id, Tag tag, Scope scope) {
      this.method = method;
      this.path = path;
      this.id = id;
      this.tag = tag;
      this.scope = scope;
    }

    /** What it does, in a few words. */
    public Draft summary(String words) {
      summary = words;
      return this;
    }

    /** More on what it does, in sentences. */
    public Draft details(String sentences) {
      details = sentences;
      return this;
    }

    /** A name in the path. */
    public Draft path(String name, Schema schema) {
      pathParameters.put(name, schema);
      return this;
    }

    /** Whether its path has a placeholder of this name. */
    public boolean takesInPath(String name) {
      return path.contains("{" + name + "}");
    }

    public Draft query(Parameter<?>... parameters) {
      query.addAll(List.of(parameters));
      return this;
    }

    /** A header that it looks at. */
    public Draft header(String name, String meaning) {
      headers.put(name, meaning);
      return this;
    }

    /** It needs a body, in one of these forms. */
    public Draft takes(Content... forms) {
      bodies.addAll(List.of(forms));
      bodyRequired = true;
      problems.addAll(OF_BODIES);
      return this;
    }

    /** It may have a body, in one of these forms. */
    public Draft mayTake(Content... forms) {
      takes(forms);
      bodyRequired = false;
      return this;
    }

    /** It only says something, though it is asked for as a change would be. */
    public Draft changesNothing() {
      changesNothing = true;
      return this;
    }

    /** The audit log has a short body as it is: there is never a secret in it. */
    public Draft tellsBody() {
      tellsBody = true;
      return this;
    }

    /**
     * A caller that does not know whether its request arrived may send it again, with the same key.
     */
    public Draft doneOnceByKey() {
      doneOnce = true;
      return header(
              "Idempotency-Key",
              "One for each thing that is to be done: a request that is sent again with its key is"
                  + " answered as it was, and not done again.")
          .problems(
              ProblemType.REQUEST_UNDER_WAY,
              ProblemType.OUTCOME_UNKNOWN,
              ProblemType.IDEMPOTENCY_KEY_REUSED);
    }

    public Draft answers(int status, String meaning, Content... forms) {
      return answers(status, meaning, Map.of(), forms);
    }

    public Draft answers(
        int status, String meaning, Map<String, String> withHeaders, Content... forms) {
      answers.add(new Answer(status, meaning, List.of(forms), withHeaders));
      return this;
    }

    public Draft problems(ProblemType... types) {
      problems.addAll(List.of(types));
      return this;
    }

    /**
     * The endpoint.
     *
     * @throws IllegalStateException if it is not wholly described
     */
    public Endpoint handledBy(Handler handler) {
      List<String> names = new ArrayList<>();
      Matcher placeholders = PLACEHOLDER.matcher(path);
      while (placeholders.find()) {
        names.add(placeholders.group(1));
      }
      if (!names.equals(List.copyOf(pathParameters.keySet()))
          || summary.isEmpty()
          || answers.isEmpty()) {
        throw new IllegalStateException(method + " " + path + " is not wholly described");
      }
      return new Endpoint(
          method,
          path,
          id,
          tag,
          scope,
          summary,
          details,
          pathParameters,
          List.copyOf(query),
          headers,
          List.copyOf(bodies),
          bodyRequired,
          List.copyOf(answers),
          problems,
          method != HandlerType.GET
              && (scope == Scope.AUTHOR || scope == Scope.APPROVE || scope == Scope.ADMIN)
              && !changesNothing,
          tellsBody,
          doneOnce,
          handler);
    }
  }
}
