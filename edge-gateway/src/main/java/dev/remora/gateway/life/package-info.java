/** Start, readiness, reload and end of a gateway. */
package dev.remora.gateway.life;
