/** What a filter is as it is configured, before it has anything to do with a running gateway. */
package dev.remora.gateway.plan;
