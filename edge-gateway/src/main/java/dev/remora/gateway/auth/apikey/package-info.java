/** Keys that the operator gives to clients, of which only hashes are kept. */
package dev.remora.gateway.auth.apikey;
