/** Who makes a request: what is accepted as proof of it, and what is passed on of it. */
package dev.remora.gateway.auth;
