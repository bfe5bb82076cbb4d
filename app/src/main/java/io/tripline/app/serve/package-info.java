/**
 * The command {@code serve}, and the server that it runs: store, engine, webhooks and HTTP, opened
 * in this order and closed in the opposite one.
 */
@NullMarked
package io.tripline.app.serve;

import org.jspecify.annotations.NullMarked;
