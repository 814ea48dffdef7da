/** What the gateway costs and withstands, beside its peers, in processes of their own. */
package dev.remora.benchmarks.gateway;
