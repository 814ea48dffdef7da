/** HTTP/1 from the wire: what is accepted, and how a connection ends. */
package dev.remora.gateway.http1;
