/** The command {@code generate}. The world itself is made by module {@code examples}. */
@NullMarked
package io.tripline.app.generate;

import org.jspecify.annotations.NullMarked;
