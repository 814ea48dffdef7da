package dev.remora.instrumentation.apachehttpclient5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/** An exchange of the client's or the application's, of which another begins the request. */
abstract class ForwardingExchange implements AsyncClientExchangeHandler {
  final AsyncClientExchangeHandler handler;

  ForwardingExchange(AsyncClientExchangeHandler handler) {
    this.handler = handler;
  }

  @Override
  public int available() {
    return handler.available();
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    handler.produce(channel);
  }

  @Override
  public void consumeInformation(HttpResponse response, HttpContext context)
      throws HttpException, IOException {
    handler.consumeInformation(response, context);
  }

  @Override
  public void consumeResponse(HttpResponse response, EntityDetails body, HttpContext context)
      throws HttpException, IOException {
    handler.consumeResponse(response, body, context);
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    handler.updateCapacity(channel);
  }

  @Override
  public void consume(ByteBuffer source) throws IOException {
    handler.consume(source);
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) throws HttpException, IOException {
    handler.streamEnd(trailers);
  }

  @Override
  public void failed(Exception cause) {
    handler.failed(cause);
  }

  @Override
  public void cancel() {
    handler.cancel();
  }

  @Override
  public void releaseResources() {
    handler.releaseResources();
  }
}
