package io.riffle.flow;

/**
 * What a program left when it had ended.
 *
 * @param end exit status or signal
 * @param output its standard output, whole
 * @param errors its standard error, whole
 */
public record Completed(Ended end, String output, String errors) {}
