/** The language server, driven over its protocol. */
@NullMarked
package io.tripline.app.lsp;

import org.jspecify.annotations.NullMarked;
