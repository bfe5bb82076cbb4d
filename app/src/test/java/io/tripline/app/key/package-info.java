/** API keys from the command line to the server. */
@NullMarked
package io.tripline.app.key;

import org.jspecify.annotations.NullMarked;
