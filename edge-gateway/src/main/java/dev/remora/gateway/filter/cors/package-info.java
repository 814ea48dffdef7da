/** Which pages of other origins may call a route (Fetch, section 3.2). */
package dev.remora.gateway.filter.cors;
