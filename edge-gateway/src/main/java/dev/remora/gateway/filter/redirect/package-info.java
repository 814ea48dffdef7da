/** Sends clients elsewhere. */
package dev.remora.gateway.filter.redirect;
