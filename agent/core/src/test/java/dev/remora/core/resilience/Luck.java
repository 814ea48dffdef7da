package dev.remora.core.resilience;

/** A chance that is told what comes. */
final class Luck extends Chance {
  volatile double next;

  Luck(double next) {
    this.next = next;
  }

  @Override
  public double next() {
    return next;
  }
}
