/** A small client of Redis: scripts, pipelined on one connection for each event loop. */
package dev.remora.gateway.redis;
