package io.millrace.catalog.classify;

import java.util.List;

/**
 * How objects are classified.
 *
 * @param sampleBytes how much of a text file is read, at least 1 and at most {@link ObjectClassifier#MAX_SAMPLE_BYTES}
 * @param custom the user's classifiers, asked in this order before the built-in ones
 */
public record ClassifierSettings(int sampleBytes, Inference inference, List<CustomClassifier> custom) {
    /** Copies the list and checks the size. */
    public ClassifierSettings {
        if (sampleBytes < 1 || sampleBytes > ObjectClassifier.MAX_SAMPLE_BYTES) {
            throw new IllegalArgumentException("The sample size must be between 1 and %d bytes, but is %d"
                    .formatted(ObjectClassifier.MAX_SAMPLE_BYTES, sampleBytes));
        }
        custom = List.copyOf(custom);
    }

    /** Precise inference with the built-in classifiers. */
    public static ClassifierSettings precise(int sampleBytes) {
        return new ClassifierSettings(sampleBytes, Inference.PRECISE, List.of());
    }
}
