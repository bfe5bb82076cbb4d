/** Who may call what. */
@NullMarked
package io.tripline.rest.security;

import org.jspecify.annotations.NullMarked;
