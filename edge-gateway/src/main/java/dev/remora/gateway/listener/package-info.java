/** Where the gateway listens, and how. */
package dev.remora.gateway.listener;
