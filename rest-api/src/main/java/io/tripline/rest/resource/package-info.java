/**
 * The resources of the HTTP API, one class of routes each, with its request and response records.
 * Types of the engine and the store end here: none goes over the wire.
 */
@NullMarked
package io.tripline.rest.resource;

import org.jspecify.annotations.NullMarked;
