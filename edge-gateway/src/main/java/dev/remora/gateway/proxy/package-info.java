/** Listens, and forwards requests to the endpoints that the mesh chooses. */
package dev.remora.gateway.proxy;
