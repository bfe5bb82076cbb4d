package io.tripline.engine.pipeline;

/**
 * What is known of the events of a slot where all are of one source and none lies before the one in
 * front of it, as they mostly are. Who publishes them has them at hand; who takes them would have
 * to fetch each one for it.
 *
 * @param source number of their source
 * @param first time of the first, ms since 1970
 * @param last time of the last
 */
record InOrder(int source, long first, long last) {}
