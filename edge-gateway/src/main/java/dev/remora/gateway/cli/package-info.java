/** The command line: what an operator does with a gateway, or with its file. */
package dev.remora.gateway.cli;
