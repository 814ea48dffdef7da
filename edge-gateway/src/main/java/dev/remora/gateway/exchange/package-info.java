/** One request on its way through the gateway, and what filters may do with it. */
package dev.remora.gateway.exchange;
