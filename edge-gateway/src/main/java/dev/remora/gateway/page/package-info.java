/** The live page of the admin server: what the gateway does now, for an operator to look at. */
package dev.remora.gateway.page;
