package dev.remora.core.discovery.eureka;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Reads {@code apps} and {@code apps/delta} as a stream of tokens, complete or not at all.
 *
 * <p>What stands for a list of applications or instances may be a single one without brackets: so
 * write servers that make their JSON from XML.
 */
final class AppsReader {
  /** What an unpacked answer may have; 100,000 instances of 1.2 kB each are a quarter of it. */
  private static final long MOST_BYTES = 512L << 20;

  private final EntryReader entryReader;

  AppsReader(EntryReader entryReader) {
    this.entryReader = entryReader;
  }

  /**
   * Reads an answer.
   *
   * @param encoding its {@code Content-Encoding}, or null
   * @throws IOException if it is cut off, malformed, of another form, or followed by anything; the
   *     message is one line
   */
  Apps read(byte[] body, String encoding) throws IOException {
    InputStream bytes = new ByteArrayInputStream(body);
    if (encoding != null && encoding.trim().equalsIgnoreCase("gzip")) {
      bytes = new Limited(new GZIPInputStream(bytes), MOST_BYTES);
    }
    JsonReader json = new JsonReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    json.setStrictness(Strictness.STRICT);
    try {
      Apps apps = document(json);
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw new IOException("more than one document");
      }
      return apps;
    } catch (IllegalStateException | IllegalArgumentException e) {
      // Another form than expected, which Gson's reader tells so.
      throw new IOException(e.getMessage(), e);
    }
  }

  private Apps document(JsonReader json) throws IOException {
    Apps apps = null;
    json.beginObject();
    while (json.hasNext()) {
      if (json.nextName().equals("applications")) {
        apps = applications(json);
      } else {
        json.skipValue();
      }
    }
    json.endObject();
    if (apps == null) {
      throw new IOException("no applications");
    }
    return apps;
  }

  private Apps applications(JsonReader json) throws IOException {
    String hash = null;
    List<Entry> entries = new ArrayList<>();
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "apps__hashcode":
          hash = EntryReader.text(json);
          break;
        case "application":
          oneOrMore(json, () -> application(json, entries));
          break;
        default:
          json.skipValue();
          break;
      }
    }
    json.endObject();
    return new Apps(hash, entries);
  }

  private void application(JsonReader json, List<Entry> entries) throws IOException {
    String name = null;
    List<EntryReader.Draft> drafts = new ArrayList<>();
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "name":
          name = EntryReader.text(json);
          break;
        case "instance":
          oneOrMore(json, () -> drafts.add(entryReader.read(json)));
          break;
        default:
          json.skipValue();
          break;
      }
    }
    json.endObject();
    for (EntryReader.Draft draft : drafts) {
      entries.add(draft.entry(name));
    }
  }

  /** Reads a value. */
  private interface Read {
    void value() throws IOException;
  }

  private static void oneOrMore(JsonReader json, Read read) throws IOException {
    if (json.peek() == JsonToken.NULL) {
      json.nextNull();
      return;
    }
    if (json.peek() != JsonToken.BEGIN_ARRAY) {
      read.value();
      return;
    }
    json.beginArray();
    while (json.hasNext()) {
      read.value();
    }
    json.endArray();
  }

  /** Ends a stream with a fault before it fills the memory. */
  private static final class Limited extends InputStream {
    private final InputStream stream;
    private long left;

    Limited(InputStream stream, long most) {
      this.stream = stream;
      this.left = most;
    }

    @Override
    public int read() throws IOException {
      return counted(1, stream.read());
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = stream.read(buffer, offset, length);
      return counted(read, read);
    }

    private int counted(int bytes, int result) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw new IOException("the unpacked answer is too large");
      }
      return result;
    }
  }
}
