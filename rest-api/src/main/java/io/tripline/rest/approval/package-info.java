/** Changes that somebody else has to approve before they are made. */
@NullMarked
package io.tripline.rest.approval;

import org.jspecify.annotations.NullMarked;
