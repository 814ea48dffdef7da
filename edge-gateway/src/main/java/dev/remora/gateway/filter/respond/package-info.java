/** Answers in place of a service. */
package dev.remora.gateway.filter.respond;
