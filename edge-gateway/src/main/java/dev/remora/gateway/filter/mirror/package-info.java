/** Sends copies of requests elsewhere. */
package dev.remora.gateway.filter.mirror;
