/**
 * Settings: the options of {@code serve}, from the command line, the environment or a file, and
 * where each is from.
 */
@NullMarked
package io.tripline.app.config;

import org.jspecify.annotations.NullMarked;
