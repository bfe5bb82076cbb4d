package io.tripline.engine.pipeline;

import io.tripline.engine.event.EventView;
import io.tripline.engine.event.KeyBuffer;
import io.tripline.engine.event.KeyLayout;
import org.jspecify.annotations.Nullable;

/**
 * The key of the event at hand, made when it is first asked for: of most events only the hash is
 * needed.
 */
final class EventKey {
  private final KeyBuffer buffer = new KeyBuffer();
  private @Nullable KeyLayout layout;
  private @Nullable EventView event;
  private boolean written;
  private byte @Nullable [] copy;

  void of(EventView event, KeyLayout layout) {
    this.event = event;
    this.layout = layout;
    written = false;
    copy = null;
  }

  /** Takes the bytes of a key in place of an event's. */
  void of(byte[] key) {
    event = null;
    buffer.set(key);
    written = true;
    copy = key;
  }

  KeyBuffer buffer() {
    if (!written) {
      if (event == null || layout == null || !layout.write(event.bytes(), event.base(), buffer)) {
        throw new IllegalStateException("an event with a key hash has no key");
      }
      written = true;
    }
    return buffer;
  }

  /** Whether these are its bytes. */
  boolean matches(byte[] key, int from, int length) {
    return event == null || layout == null
        ? buffer.matches(key, from, length)
        : layout.matches(event.bytes(), event.base(), key, from, from + length);
  }

  /** The key's bytes, the same array for all who ask during one event. */
  byte[] bytes() {
    if (copy == null) {
      copy = buffer().copy();
    }
    return copy;
  }
}
