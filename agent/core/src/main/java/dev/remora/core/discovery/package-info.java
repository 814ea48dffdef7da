/** What a registry is, and how one is opened. Implementations have packages of their own. */
package dev.remora.core.discovery;
