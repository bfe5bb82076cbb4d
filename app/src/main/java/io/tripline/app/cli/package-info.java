/**
 * What all commands share: the standard streams, the exit codes, and how mistakes are told. Nothing
 * here knows a rule or an event.
 */
@NullMarked
package io.tripline.app.cli;

import org.jspecify.annotations.NullMarked;
