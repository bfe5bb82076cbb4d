/**
 * The command {@code demo}: the whole product on one screen. It is a client like any other: rules,
 * events and webhooks go over HTTP, and the alerts it shows are those that its webhook receives.
 */
@NullMarked
package io.tripline.app.demo;

import org.jspecify.annotations.NullMarked;
