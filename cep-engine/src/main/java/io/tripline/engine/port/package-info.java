/**
 * The ports through which the engine reaches a store. One durable implementation (module {@code
 * state}) and one in memory, for backtests and tests.
 *
 * <p>Every method that writes is durable when it returns. Failures are {@link
 * io.tripline.engine.port.StorageException}s, with what the operator can do.
 */
@NullMarked
package io.tripline.engine.port;

import org.jspecify.annotations.NullMarked;
