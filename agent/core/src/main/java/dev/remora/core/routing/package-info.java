/** Which hosts are services, and where their endpoints are at this moment. */
package dev.remora.core.routing;
