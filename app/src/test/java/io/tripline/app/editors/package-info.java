/** What stands in the folder {@code editors}: an extension for VS Code, and a grammar for all. */
@NullMarked
package io.tripline.app.editors;

import org.jspecify.annotations.NullMarked;
