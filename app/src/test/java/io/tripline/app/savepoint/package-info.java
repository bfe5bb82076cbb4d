@NullMarked
package io.tripline.app.savepoint;

import org.jspecify.annotations.NullMarked;
