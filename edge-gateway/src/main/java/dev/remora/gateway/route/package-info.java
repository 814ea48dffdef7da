/** Finds the route that a request takes. */
package dev.remora.gateway.route;
