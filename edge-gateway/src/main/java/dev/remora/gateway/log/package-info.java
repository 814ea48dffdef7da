/** The access log: one line of JSON for each exchange, in the field names of ECS. */
package dev.remora.gateway.log;
