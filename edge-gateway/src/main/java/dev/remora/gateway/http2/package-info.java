/** HTTP/2 with clients: how connections come to speak it, and what they may do. */
package dev.remora.gateway.http2;
