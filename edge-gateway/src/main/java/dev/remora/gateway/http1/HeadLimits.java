package dev.remora.gateway.http1;

/**
 * How large a head may be.
 *
 * @param line bytes of the first line
 * @param bytes of all headers together, trailers too
 * @param count of headers
 */
public record HeadLimits(int line, int bytes, int count) {}
