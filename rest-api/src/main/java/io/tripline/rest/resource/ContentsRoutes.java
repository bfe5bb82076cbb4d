package io.tripline.rest.resource;

import io.javalin.http.Context;
import io.tripline.dsl.ir.EventType.Field;
import io.tripline.engine.contents.Change;
import io.tripline.engine.contents.Contents;
import io.tripline.engine.contents.EntryForm;
import io.tripline.engine.contents.ReadEntry;
import io.tripline.engine.event.EventView;
import io.tripline.engine.pipeline.Engine;
import io.tripline.ingest.contents.EntryFormat;
import io.tripline.ingest.contents.EntryReader;
import io.tripline.rest.endpoint.Content;
import io.tripline.rest.endpoint.Endpoint;
import io.tripline.rest.endpoint.Meaning;
import io.tripline.rest.endpoint.Parameter;
import io.tripline.rest.endpoint.Resource;
import io.tripline.rest.endpoint.Schema;
import io.tripline.rest.endpoint.Tag;
import io.tripline.rest.http.BodyWitness;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.MediaTypes;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.http.UploadReader;
import io.tripline.rest.json.EntryJson;
import io.tripline.rest.json.EntrySchemas;
import io.tripline.rest.security.Caller;
import io.tripline.rest.security.PersonalData;
import io.tripline.rest.security.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists, or tables: filled, read and changed, while events flow. */
public final class ContentsRoutes implements Resource {
  private static final Logger LOG = LoggerFactory.getLogger(ContentsRoutes.class);
  private static final int LONGEST_BY = 200;

  private static final Schema NAME = Schema.text();
  private static final Schema ENTRIES = Schema.list(Schema.map(Schema.any()));
  private static final Parameter<String> AFTER =
      Parameter.text("after", "The next of the page before.");
  private static final Parameter<String> BY =
      Parameter.text(
          "by",
          "Who says so; it is kept with the entry, behind the caller's id where callers are asked"
              + " who they are.");
  private static final Parameter<String> REASON = Parameter.text("reason", "Why.");

  private final Engine engine;
  private final UploadReader uploads;
  private final boolean tables;

  private ContentsRoutes(Engine engine, UploadReader uploads, boolean tables) {
    this.engine = engine;
    this.uploads = uploads;
    this.tables = tables;
  }

  /** Those of lists. */
  public static ContentsRoutes ofLists(Engine engine, UploadReader uploads) {
    return new ContentsRoutes(engine, uploads, false);
  }

  /** Those of tables. */
  public static ContentsRoutes ofTables(Engine engine, UploadReader uploads) {
    return new ContentsRoutes(engine, uploads, true);
  }

  @Override
  public List<Endpoint> endpoints() {
    String what = tables ? "table" : "list";
    String all = "/v1/" + what + "s";
    String one = all + "/{name}";
    String entry = tables ? "row" : "entry";
    String entries = one + (tables ? "/rows" : "/entries");
    String keyed = entries + "/{key}";
    String kind = tables ? "Table" : "List";
    String part = tables ? "Row" : "Entry";
    return List.of(
        Endpoint.get(all, "list" + kind + "s", Tag.CONTENTS, Scope.READ)
            .summary("The " + what + "s that running rules declare")
            .answers(200, "All of them.", Content.json(EntrySchemas.listing(tables)))
            .handledBy(this::listing),
        Endpoint.get(one, "get" + kind, Tag.CONTENTS, Scope.READ)
            .summary("What is in a " + what + ", page by page")
            .path("name", NAME)
            .query(AFTER, Parameters.LIMIT, PersonalData.PARAMETER)
            .answers(200, "A page of it.", Content.json(EntrySchemas.page(tables)))
            .problems(ProblemType.NOT_FOUND)
            .handledBy(this::page),
        change(Endpoint.put(one, "replace" + kind, Tag.CONTENTS, Scope.AUTHOR))
            .summary("Put other contents in place of a " + what + "'s")
            .handledBy(this::replace),
        change(
                Endpoint.post(
                    entries, "add" + (tables ? "Rows" : "Entries"), Tag.CONTENTS, Scope.AUTHOR))
            .summary("Add to a " + what + "; what is there under the same key is replaced")
            .handledBy(this::add),
        Endpoint.get(keyed, "get" + part, Tag.CONTENTS, Scope.READ)
            .summary("One " + entry)
            .path("name", NAME)
            .path("key", Schema.text())
            .query(PersonalData.PARAMETER)
            .answers(200, "It is there.", Content.json(EntrySchemas.ENTRY))
            .problems(ProblemType.NOT_FOUND)
            .handledBy(this::get),
        Endpoint.delete(keyed, "remove" + part, Tag.CONTENTS, Scope.AUTHOR)
            .summary("Take one " + entry + " away")
            .path("name", NAME)
            .path("key", Schema.text())
            .query(BY, REASON)
            .answers(204, "It is gone.")
            .problems(ProblemType.NOT_FOUND, ProblemType.DECLARATION_CHANGED)
            .handledBy(this::remove));
  }

  private static Endpoint.Draft change(Endpoint.Draft draft) {
    return draft
        .path("name", NAME)
        .query(BY)
        .takes(Content.csv(), Content.json(ENTRIES), Content.lines())
        .tellsBody()
        .answers(200, "It is changed.", Content.json(ContentsChanged.class))
        .problems(
            ProblemType.NOT_FOUND, ProblemType.DECLARATION_CHANGED, ProblemType.INVALID_ENTRIES);
  }

  /** What a change did. */
  private record ContentsChanged(
      String name,
      @Meaning("That were given.") int entries,
      @Meaning("That there are now.") int count) {}

  private void listing(Context ctx) {
    List<Contents> all =
        engine.contents().values().stream()
            .filter(each -> each.form().isTable() == tables)
            .sorted(Comparator.comparing(each -> each.form().name()))
            .toList();
    answer(
        ctx,
        EntryJson.listing(
            tables ? "tables" : "lists",
            all.stream().map(Contents::form).toList(),
            all.stream().map(Contents::count).toList()));
  }

  private static void answer(Context ctx, String json) {
    ctx.status(200).contentType(Json.CONTENT_TYPE).result(json);
  }

  private void page(Context ctx) {
    Contents contents = contents(ctx);
    int limit = Parameters.LIMIT.of(ctx).intValue();
    String after = AFTER.find(ctx);
    byte[] key = after == null ? null : key(contents.form(), after, null).bytes();
    List<ReadEntry> found = contents.list(key, limit + 1, engine.clock());
    boolean more = found.size() > limit;
    answer(
        ctx,
        EntryJson.page(
            contents.form(),
            contents.count(),
            more ? found.subList(0, limit) : found,
            more,
            PersonalData.isShown(ctx)));
  }

  private void get(Context ctx) {
    Contents contents = contents(ctx);
    EventView key = key(contents.form(), ctx.pathParam("key"), null);
    answer(ctx, EntryJson.one(entry(ctx, contents, key), PersonalData.isShown(ctx)));
  }

  private ReadEntry entry(Context ctx, Contents contents, EventView key) {
    ReadEntry entry = contents.get(key.bytes(), engine.clock());
    if (entry == null) {
      throw Problem.of(
              ProblemType.NOT_FOUND,
              "The %s %s has no %s of that %s."
                  .formatted(
                      contents.form().kind(),
                      contents.form().name(),
                      tables ? "row" : "entry",
                      tables ? "key" : "value"))
          .exception();
    }
    return entry;
  }

  private void replace(Context ctx) throws InterruptedException {
    change(ctx, true);
  }

  private void add(Context ctx) throws InterruptedException {
    change(ctx, false);
  }

  private void change(Context ctx, boolean replaces) throws InterruptedException {
    String by = by(ctx);
    EntryFormat format = format(ctx.header("Content-Type"));
    Contents contents = contents(ctx);
    if (contents.form().fields().stream().anyMatch(Field::pii)) {
      BodyWitness.tellDigestOnly(ctx);
    }
    Change change = new Change(contents.form(), replaces);
    EntryReader reader = new EntryReader(change);
    try (UploadReader.Upload upload = uploads.open(ctx)) {
      InputStream in = upload.stream();
      reader.read(in, format);
    } catch (IOException e) {
      throw Problem.of(ProblemType.BAD_REQUEST, "The body could not be read to its end.")
          .exception();
    }
    if (reader.wrongCount() > 0) {
      throw wrong(reader);
    }
    if (change.count() > 0 || replaces) {
      make(change, by);
    }
    LOG.info(
        "The {} {} {} {} entries{}",
        contents.form().kind(),
        contents.form().name(),
        replaces ? "was replaced by" : "was given",
        change.count(),
        by.isEmpty() ? "" : ", by " + by);
    Json.answer(
        ctx, 200, new ContentsChanged(contents.form().name(), change.count(), contents.count()));
  }

  private void remove(Context ctx) throws InterruptedException {
    Contents contents = contents(ctx);
    EventView key = key(contents.form(), ctx.pathParam("key"), REASON.find(ctx));
    entry(ctx, contents, key);
    Change change = new Change(contents.form(), false);
    change.remove(key, contents.form().ofKeys());
    make(change, by(ctx));
    ctx.status(204);
  }

  private void make(Change change, String by) throws InterruptedException {
    if (!engine.change(change, by)) {
      throw Problem.of(
              ProblemType.DECLARATION_CHANGED,
              "Other rules were deployed meanwhile, which declare the %s %s differently; nothing was"
                      .formatted(change.form().kind(), change.form().name())
                  + " changed.")
          .exception();
    }
  }

  private static String by(Context ctx) {
    String by = BY.find(ctx);
    if (by != null && by.length() > LONGEST_BY) {
      throw Problem.of(
              ProblemType.BAD_REQUEST, "The parameter by may have " + LONGEST_BY + " characters.")
          .exception();
    }
    return Caller.of(ctx).by(by == null ? "" : by);
  }

  private Contents contents(Context ctx) {
    String name = ctx.pathParam("name");
    Contents contents = engine.contents().get(name);
    if (contents == null || contents.form().isTable() != tables) {
      throw Problem.of(
              ProblemType.NOT_FOUND,
              "No running rule set declares a %s %s.".formatted(tables ? "table" : "list", name))
          .exception();
    }
    return contents;
  }

  private static EventView key(EntryForm form, String text, @Nullable String reason) {
    EntryReader reader = new EntryReader(new Change(form, false));
    EventView key = reader.key(text, reason);
    if (key == null) {
      throw Problem.of(ProblemType.BAD_REQUEST, reader.wrong().getFirst().reason()).exception();
    }
    return key;
  }

  private static RuntimeException wrong(EntryReader reader) {
    long count = reader.wrongCount();
    return Problem.of(
            ProblemType.INVALID_ENTRIES,
            (count == 1 ? "1 entry is" : count + " entries are") + " wrong; nothing was changed.")
        .with("wrong", count)
        .with("errors", reader.wrong())
        .exception();
  }

  private static @Nullable EntryFormat format(@Nullable String contentType) {
    return switch (MediaTypes.essence(contentType)) {
      case "text/csv" -> EntryFormat.CSV;
      case "application/x-ndjson", "application/ndjson", "application/jsonl" ->
          EntryFormat.JSON_LINES;
      case "application/json" -> EntryFormat.JSON;
      default -> null; // as it looks
    };
  }
}
