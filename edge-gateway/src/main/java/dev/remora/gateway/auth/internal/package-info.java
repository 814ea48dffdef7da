/** What services are told of who makes a request: a token of the gateway's own. */
package dev.remora.gateway.auth.internal;
