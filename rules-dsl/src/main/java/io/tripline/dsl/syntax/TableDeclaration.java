package io.tripline.dsl.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code table customers key account { segment string, opened timestamp }}.
 *
 * @param keyType null where it is not given, which means string
 * @param from the event type that it follows, or null
 * @param columns in the order of the text
 * @param doc its {@code ///} text
 * @param unreadable whether a column could not be read, not even its name
 */
public record TableDeclaration(
    Name name,
    Name key,
    EventDeclaration.@Nullable TypeName keyType,
    @Nullable Name from,
    List<EventDeclaration.FieldDeclaration> columns,
    @Nullable String doc,
    boolean unreadable) {
  public TableDeclaration {
    columns = List.copyOf(columns);
  }
}
