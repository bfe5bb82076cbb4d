/** The HTTP server. No type of the engine goes over the wire. */
@NullMarked
package io.tripline.rest;

import org.jspecify.annotations.NullMarked;
