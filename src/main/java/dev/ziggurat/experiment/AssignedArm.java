package dev.ziggurat.experiment;

/** The arm of an experiment, by their names. */
public record AssignedArm(String experiment, String arm) {}
