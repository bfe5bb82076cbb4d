package io.tripline.rest.json;

import io.tripline.rest.endpoint.Schema;

/** The forms of what {@link EntryJson} writes, for the API's document. */
public final class EntrySchemas {
  private static final Schema CHANGED_BY = Schema.text().meaning("Who said so; empty if unknown.");

  /** An entry of a list or a row of a table: its fields by name, and who changed it when. */
  public static final Schema ENTRY =
      Schema.object("Entry")
          .member("changed_by", CHANGED_BY)
          .member("changed_at", Schema.time().orNull())
          .withOthers(Schema.any())
          .end();

  private EntrySchemas() {}

  /** A list or a table, without what is in it. */
  public static Schema listing(boolean tables) {
    return Schema.object(tables ? "TableListing" : "ListListing")
        .member(
            tables ? "tables" : "lists",
            Schema.list(describe(Schema.object(tables ? "Table" : "List"), tables).end()))
        .end();
  }

  /** A page of what is in one. */
  public static Schema page(boolean tables) {
    return describe(Schema.object(tables ? "TablePage" : "ListPage"), tables)
        .member(tables ? "rows" : "entries", Schema.list(ENTRY))
        .member("next", Schema.any(), "For after of the next page; null at the end.")
        .end();
  }

  private static Schema.Members describe(Schema.Members members, boolean tables) {
    members.member("name", Schema.text());
    if (tables) {
      members
          .member(
              "key",
              Schema.object("TableKey")
                  .member("name", Schema.text())
                  .member("type", Schema.text())
                  .end())
          .member(
              "columns",
              Schema.list(
                  Schema.object("TableColumn")
                      .member("name", Schema.text())
                      .member("type", Schema.text())
                      .member("nullable", Schema.flag())
                      .member("pii", Schema.flag(), "Whether it is masked wherever it is shown.")
                      .end()));
    } else {
      members.member("type", Schema.text());
    }
    return members.member("count", Schema.integer());
  }
}
