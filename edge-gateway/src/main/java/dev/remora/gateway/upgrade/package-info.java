/** Connections that stop being HTTP: WebSocket, and other protocols where they are allowed. */
package dev.remora.gateway.upgrade;
