/**
 * What keeps a failing endpoint or service from taking its callers with it: ejection, time-outs,
 * retries, and turning calls away. Nothing in here locks on a request's thread, and time always
 * comes from the caller.
 */
package dev.remora.core.resilience;
