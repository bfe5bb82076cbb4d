/** The engine's ports on one RocksDB store; nobody else imports RocksDB. */
@NullMarked
package io.tripline.state;

import org.jspecify.annotations.NullMarked;
