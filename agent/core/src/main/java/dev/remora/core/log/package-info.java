/** The agent's few words to the operator. */
package dev.remora.core.log;
