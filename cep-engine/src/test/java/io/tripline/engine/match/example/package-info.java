/** Rules tried on small streams: the pages on semantics are made of what comes of them. */
@NullMarked
package io.tripline.engine.match.example;

import org.jspecify.annotations.NullMarked;
