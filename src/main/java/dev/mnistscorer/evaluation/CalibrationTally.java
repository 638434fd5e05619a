package dev.mnistscorer.evaluation;

import java.io.Serializable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Counts and confidences of labelled predictions, from which {@link Calibration} is derived. */
final class CalibrationTally implements Serializable {
    private static final long serialVersionUID = 1L;

    /** As in Guo et al., On Calibration of Modern Neural Networks (2017). */
    private static final int BINS = 15;

    private final ConfidenceHistogram histogram = new ConfidenceHistogram(BINS);
    private final FixedPointSum[] confidences =
            Stream.generate(FixedPointSum::new).limit(BINS).toArray(FixedPointSum[]::new);

    void add(float confidence, boolean isWrong) {
        confidences[histogram.add(confidence, true, isWrong)].add(confidence);
    }

    void merge(CalibrationTally other) {
        histogram.merge(other.histogram);
        for (int bin = 0; bin < BINS; bin++) {
            confidences[bin].merge(other.confidences[bin]);
        }
    }

    Calibration calibration() {
        return Calibration.of(IntStream.range(0, BINS).mapToObj(this::bin).toList());
    }

    private Calibration.Bin bin(int bin) {
        long count = histogram.counts()[bin];
        return new Calibration.Bin(
                (double) bin / BINS,
                (double) (bin + 1) / BINS,
                count,
                confidences[bin].mean(count),
                ClassStatistics.ratio(count - histogram.wrong()[bin], count));
    }
}
