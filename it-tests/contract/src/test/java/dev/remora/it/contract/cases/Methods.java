package dev.remora.it.contract.cases;

import dev.remora.it.contract.cell.Stage;

/** Every method of HTTP. */
final class Methods extends Group {
  Methods(Stage stage) {
    super(stage);
  }

  @Case("method-head")
  void head() throws Exception {
    sameWell(request("HEAD", orders("/ok")));
  }

  @Case("method-options")
  void options() throws Exception {
    sameWell(request("OPTIONS", orders("/ok")));
  }

  @Case("method-put")
  void put() throws Exception {
    sameWell(request("PUT", orders("/echo"), request -> request.body = bytes("put this")));
  }

  @Case("method-patch")
  void patch() throws Exception {
    same(request("PATCH", orders("/echo"), request -> request.body = bytes("patch this")));
  }

  @Case("method-delete")
  void delete() throws Exception {
    sameWell(request("DELETE", orders("/ok/1")));
  }

  @Case("method-delete-with-body")
  void deleteWithBody() throws Exception {
    same(request("DELETE", orders("/echo"), request -> request.body = bytes("all of it")));
  }

  @Case("method-trace")
  void trace() throws Exception {
    same(request("TRACE", orders("/ok")));
  }

  @Case("method-of-ones-own")
  void ownMethod() throws Exception {
    same(request("PURGE", orders("/ok")));
  }
}
