/** The admin server: what operators, probes and tools are told, and what they may have done. */
package dev.remora.gateway.admin;
