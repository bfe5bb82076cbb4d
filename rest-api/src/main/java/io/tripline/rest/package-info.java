/**
 * The HTTP server: {@link io.tripline.rest.TriplineServer} wires the routes of {@code resource} and
 * the delivery of {@code webhook} to an engine and its store. No type of the engine goes over the
 * wire. The only package tree that imports Javalin.
 */
@NullMarked
package io.tripline.rest;

import org.jspecify.annotations.NullMarked;
