package dev.remora.gateway.admin;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * A request to the admin server that may be made.
 *
 * @param parameters those of the query
 * @param accept the header, or null
 * @param body at most {@link AdminServer#MAX_BODY} bytes
 */
public record AdminRequest(
    String method, String path, MultiMap parameters, String accept, Buffer body) {}
