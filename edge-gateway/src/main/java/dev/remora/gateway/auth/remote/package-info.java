/** The way to servers that know about credentials: issuers of tokens. */
package dev.remora.gateway.auth.remote;
