/** Clients that show a certificate. */
package dev.remora.gateway.auth.mtls;
