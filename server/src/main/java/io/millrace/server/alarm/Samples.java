package io.millrace.server.alarm;

/**
 * Values of a metric in some time.
 *
 * @param count how many
 * @param sum of all
 * @param minimum the smallest
 * @param maximum the largest
 */
record Samples(double count, double sum, double minimum, double maximum) {
    static Samples of(double value) {
        return new Samples(1, value, value, value);
    }

    Samples plus(Samples other) {
        return new Samples(
                count + other.count,
                sum + other.sum,
                Math.min(minimum, other.minimum),
                Math.max(maximum, other.maximum));
    }

    /** @param statistic as CloudWatch calls it, such as {@code Sum} */
    double statistic(String statistic) {
        return switch (statistic) {
            case "SampleCount" -> count;
            case "Sum" -> sum;
            case "Average" -> sum / count;
            case "Minimum" -> minimum;
            case "Maximum" -> maximum;
            default -> throw AlarmErrors.unsupported("The statistic " + statistic);
        };
    }
}
