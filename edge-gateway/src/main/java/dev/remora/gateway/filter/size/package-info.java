/** How long bodies may be. */
package dev.remora.gateway.filter.size;
