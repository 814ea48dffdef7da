/** How the calls of a service are spread over its endpoints. */
package dev.remora.core.balancing;
