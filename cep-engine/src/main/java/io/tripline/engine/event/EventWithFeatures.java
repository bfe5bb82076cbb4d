package io.tripline.engine.event;

/**
 * A copy of an event, without its raw record, behind the values that features have at it; texts
 * among these lie behind the event. One a lane and worker, reused; not thread-safe.
 *
 * <pre>
 *   values of features │ the event: header, fields, keys, texts │ texts of features
 *                      ▲ base
 * </pre>
 */
public final class EventWithFeatures {
  private final FeatureBuffer buffer = new FeatureBuffer();
  private final EventView view = new EventView();

  /** Takes an event, of whose features every value is null. */
  public void begin(EventLayout layout, EventView event) {
    int length = event.lengthWithoutRecord();
    buffer.clear();
    buffer.begin(layout.features().blank());
    int at = buffer.append(event.bytes(), event.base(), length);
    Bytes.putInt(buffer.bytes(), at + EventLayout.LENGTH, length);
    Bytes.putInt(buffer.bytes(), at + EventLayout.RAW_LENGTH, 0);
  }

  /** The event with the values that were put; valid until another is put, or the next begins. */
  public EventView event() {
    return view.wrap(buffer.bytes(), buffer.base());
  }

  /** Takes the values of the features of the event. */
  public Readings values() {
    return buffer;
  }
}
