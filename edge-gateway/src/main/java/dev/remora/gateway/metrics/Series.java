package dev.remora.gateway.metrics;

/**
 * The durations of what is alike.
 *
 * @param key what they have in common
 */
record Series(Key key, Histogram histogram) {
  Series(Key key) {
    this(key, new Histogram());
  }

  /**
   * What exchanges have in common.
   *
   * @param method one of {@link Methods}
   * @param scheme {@code http} or {@code https}
   * @param version {@code 1.0}, {@code 1.1}, {@code 2}
   * @param status of the response; 0: there was none
   * @param error why it failed; null: it did not
   */
  record Key(String method, String scheme, String version, int status, String error) {
    /** What is counted together once there are too many. */
    static final Key OVERFLOW = new Key(null, null, null, 0, null);

    boolean is(String method, String scheme, String version, int status, String error) {
      return this.status == status
          && method.equals(this.method)
          && scheme.equals(this.scheme)
          && version.equals(this.version)
          && (error == null ? this.error == null : error.equals(this.error));
    }
  }
}
