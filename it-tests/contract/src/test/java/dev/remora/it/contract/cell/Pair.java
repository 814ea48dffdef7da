package dev.remora.it.contract.cell;

/** The same command, carried out with the agent and without it. */
public record Pair(Run with, Run without) {}
