/** The settings: one table, four sources, one line for each mistake. */
package dev.remora.core.config;
