package io.tripline.rest.resource;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tripline.engine.contents.Change;
import io.tripline.engine.contents.Contents;
import io.tripline.engine.contents.EntryForm;
import io.tripline.engine.contents.ReadEntry;
import io.tripline.engine.event.EventView;
import io.tripline.engine.pipeline.Engine;
import io.tripline.ingest.contents.EntryFormat;
import io.tripline.ingest.contents.EntryReader;
import io.tripline.rest.http.Json;
import io.tripline.rest.http.MediaTypes;
import io.tripline.rest.http.Problem;
import io.tripline.rest.http.ProblemType;
import io.tripline.rest.http.QueryParameters;
import io.tripline.rest.http.UploadReader;
import io.tripline.rest.json.EntryJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists, or tables: filled, read and changed, while events flow. */
public final class ContentsRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(ContentsRoutes.class);
  private static final int LONGEST_BY = 200;

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

  public void register(RoutesConfig routes) {
    String all = tables ? "/v1/tables" : "/v1/lists";
    String one = all + "/{name}";
    String entries = one + (tables ? "/rows" : "/entries");
    routes.get(all, this::listing);
    routes.get(one, this::page);
    routes.put(one, this::replace);
    routes.post(entries, this::add);
    routes.get(entries + "/{key}", this::get);
    routes.delete(entries + "/{key}", this::remove);
  }

  /** What a change did. */
  private record Changed(String name, int entries, int count) {}

  private void listing(Context ctx) {
    QueryParameters none = new QueryParameters(ctx, Set.of());
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
    QueryParameters parameters = new QueryParameters(ctx, Set.of("limit", "after"));
    Contents contents = contents(ctx);
    int limit = (int) parameters.number("limit", 1, 1000, 100);
    String after = parameters.text("after");
    byte[] key = after == null ? null : key(contents.form(), after, null).bytes();
    List<ReadEntry> found = contents.list(key, limit + 1, engine.clock());
    boolean more = found.size() > limit;
    answer(
        ctx,
        EntryJson.page(
            contents.form(), contents.count(), more ? found.subList(0, limit) : found, more));
  }

  private void get(Context ctx) {
    QueryParameters none = new QueryParameters(ctx, Set.of());
    Contents contents = contents(ctx);
    EventView key = key(contents.form(), ctx.pathParam("key"), null);
    answer(ctx, EntryJson.one(entry(ctx, contents, key)));
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
    String by = by(new QueryParameters(ctx, Set.of("by")));
    EntryFormat format = format(ctx.header("Content-Type"));
    Contents contents = contents(ctx);
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
    Json.answer(ctx, 200, new Changed(contents.form().name(), change.count(), contents.count()));
  }

  private void remove(Context ctx) throws InterruptedException {
    QueryParameters parameters = new QueryParameters(ctx, Set.of("by", "reason"));
    Contents contents = contents(ctx);
    EventView key = key(contents.form(), ctx.pathParam("key"), parameters.text("reason"));
    entry(ctx, contents, key);
    Change change = new Change(contents.form(), false);
    change.remove(key, contents.form().ofKeys());
    make(change, by(parameters));
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

  private static String by(QueryParameters parameters) {
    String by = parameters.text("by");
    if (by != null && by.length() > LONGEST_BY) {
      throw Problem.of(
              ProblemType.BAD_REQUEST, "The parameter by may have " + LONGEST_BY + " characters.")
          .exception();
    }
    return by == null ? "" : by;
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
