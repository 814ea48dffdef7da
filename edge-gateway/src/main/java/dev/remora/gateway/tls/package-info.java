/** TLS: certificates and whom to trust, out of PEM files that may change while it runs. */
package dev.remora.gateway.tls;
