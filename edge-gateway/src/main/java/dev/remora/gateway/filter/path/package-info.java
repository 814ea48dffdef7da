/** Filters that change the path under which a service is asked. */
package dev.remora.gateway.filter.path;
