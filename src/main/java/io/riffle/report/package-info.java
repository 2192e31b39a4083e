/**
 * What a run leaves behind for its reader: which workload on which ISA passed which rung of the
 * ladder, and for everything that broke the step, the seed and the one command that shows it again.
 *
 * <p>{@link io.riffle.report.RunReport} is the model, plain immutable records that the flow and the
 * oracle fill in. {@link io.riffle.report.ReportWriter} puts it into a {@link
 * io.riffle.report.ReportDirectory} as {@code report.json} and a self-contained {@code index.html},
 * {@link io.riffle.report.ReportReader} reads it back, and {@link io.riffle.report.TextSummary}
 * says the same on a terminal. The package judges nothing and runs nothing; of its neighbours it
 * knows only the ISAs' names.
 */
package io.riffle.report;
