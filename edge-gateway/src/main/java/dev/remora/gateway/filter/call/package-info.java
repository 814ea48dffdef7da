/** What is other for the calls of a route than the services' settings say. */
package dev.remora.gateway.filter.call;
