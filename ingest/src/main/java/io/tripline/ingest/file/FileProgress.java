package io.tripline.ingest.file;

/**
 * How far reading has come.
 *
 * @param bytesRead of the files as they lie on disk (compressed, where they are)
 * @param totalBytes the same for all of them, or −1 if not known (standard input)
 * @param events handed to the engine so far
 * @param rejected so far
 */
public record FileProgress(long bytesRead, long totalBytes, long events, long rejected) {}
