package dev.remora.core.discovery.consul;

import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;

/** The answer of {@code /v1/health/state/any} as the number of checks in it. */
final class HealthStates implements BlockingQuery.Reader<Integer> {
  @Override
  public Integer read(byte[] json) throws JsonParseException {
    return Json.read(json, TypeToken.get(Object[].class)).length;
  }

  /** Mostly it is, and that the ACL took something out is no fault of this one. */
  @Override
  public boolean isEmpty(Integer checks) {
    return false;
  }
}
