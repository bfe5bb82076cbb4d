/**
 * The table of what the server serves. Each {@link io.tripline.rest.endpoint.Endpoint} says its
 * path, who may call it, what it takes and what it answers; the routes and the OpenAPI document are
 * both made from it, so neither can say what the other does not do.
 */
@NullMarked
package io.tripline.rest.endpoint;

import org.jspecify.annotations.NullMarked;
