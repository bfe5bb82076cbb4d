/** What is in the folder {@code deploy} is held against what the server has. */
@NullMarked
package io.tripline.app.deploy;

import org.jspecify.annotations.NullMarked;
