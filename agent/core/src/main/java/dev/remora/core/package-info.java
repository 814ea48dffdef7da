/**
 * The mesh as a library: {@link dev.remora.core.Mesh} and what it returns. Knows all the packages
 * below it, and is known by none.
 */
package dev.remora.core;
