/** Values of settings that depend on the request. */
package dev.remora.gateway.filter.text;
