/** Which filters there are, what their settings look like, and the order in which they act. */
package dev.remora.gateway.filter;
