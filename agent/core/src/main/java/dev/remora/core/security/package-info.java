/** The tokens that calls carry: from a file, or issued. No token leaves but in a header. */
package dev.remora.core.security;
