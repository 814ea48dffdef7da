/** The edge gateway: the mesh, with a door to the outside. */
package dev.remora.gateway;
