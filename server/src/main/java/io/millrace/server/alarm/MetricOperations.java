package io.millrace.server.alarm;

import io.millrace.catalog.page.Page;
import io.millrace.server.resource.ServicePages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;

/** CloudWatch's operations on data points. Thread-safe. */
public final class MetricOperations {
    private static final int PAGE = 500;
    private static final int MAX_DATAPOINTS = 1440;

    /** CloudWatch API reference, PutMetricData: how old or early a data point may be. */
    private static final Duration PAST = Duration.ofDays(14);

    private static final Duration FUTURE = Duration.ofHours(2);

    private final Jdbi jdbi;
    private final Metrics metrics;
    private final ServicePages pages;
    private final InstantSource clock;

    /** Operations on these data points. */
    public MetricOperations(Jdbi jdbi, Metrics metrics, ServicePages pages, InstantSource clock) {
        this.jdbi = jdbi;
        this.metrics = metrics;
        this.pages = pages;
        this.clock = clock;
    }

    /** Adds data points: all of a call or none. */
    public PutMetricDataResponse putMetricData(PutMetricDataRequest request) {
        if (request.namespace().startsWith("AWS/")) {
            throw AlarmErrors.invalid("The value AWS/ for parameter Namespace is invalid.");
        }
        if (!request.entityMetricData().isEmpty()) {
            throw AlarmErrors.unsupported("EntityMetricData");
        }
        jdbi.useTransaction(handle -> request.metricData().forEach(datum -> add(request.namespace(), datum)));
        return PutMetricDataResponse.builder().build();
    }

    private void add(String namespace, MetricDatum datum) {
        Instant now = clock.instant();
        Instant time = datum.timestamp() == null ? now : datum.timestamp();
        if (time.isBefore(now.minus(PAST)) || time.isAfter(now.plus(FUTURE))) {
            throw AlarmErrors.invalid("The parameter MetricData.member.N.Timestamp must specify a time within the past"
                    + " two weeks and no more than two hours in the future.");
        }
        metrics.add(
                MetricName.of(namespace, datum.metricName(), datum.dimensions()),
                datum.unitAsString() == null ? "None" : datum.unitAsString(),
                time,
                samples(datum));
    }

    private static Samples samples(MetricDatum datum) {
        int forms = (datum.value() == null ? 0 : 1)
                + (datum.statisticValues() == null ? 0 : 1)
                + (datum.values().isEmpty() ? 0 : 1);
        if (forms != 1) {
            throw AlarmErrors.combination(
                    "A data point has one of Value, Values and StatisticValues: " + datum.metricName());
        }
        if (datum.value() != null) {
            return finite(Samples.of(datum.value()));
        }
        StatisticSet set = datum.statisticValues();
        if (set != null) {
            return finite(new Samples(set.sampleCount(), set.sum(), set.minimum(), set.maximum()));
        }
        return finite(values(datum));
    }

    private static Samples values(MetricDatum datum) {
        if (!datum.counts().isEmpty() && datum.counts().size() != datum.values().size()) {
            throw AlarmErrors.combination("Values and Counts must be of the same length.");
        }
        Samples all = new Samples(0, 0, Double.MAX_VALUE, -Double.MAX_VALUE);
        for (int i = 0; i < datum.values().size(); i++) {
            double value = datum.values().get(i);
            double count = datum.counts().isEmpty() ? 1 : datum.counts().get(i);
            all = all.plus(new Samples(count, value * count, value, value));
        }
        return all;
    }

    private static Samples finite(Samples samples) {
        if (!Double.isFinite(samples.sum()) || !Double.isFinite(samples.count()) || samples.count() <= 0) {
            throw AlarmErrors.invalid("A value of a data point must be a number that is not infinite.");
        }
        return samples;
    }

    /** Statistics by period, the oldest first. */
    public GetMetricStatisticsResponse getMetricStatistics(GetMetricStatisticsRequest request) {
        if (!request.extendedStatistics().isEmpty()) {
            throw AlarmErrors.unsupported("ExtendedStatistics");
        }
        if (request.statistics().isEmpty()) {
            throw AlarmErrors.missing(
                    "At least one of the parameters Statistics and ExtendedStatistics must be specified.");
        }
        long period = Duration.ofSeconds(request.period()).toMillis();
        if (period % Metrics.MINUTE.toMillis() != 0) {
            throw AlarmErrors.unsupported("A Period that is no multiple of 60");
        }
        long spans = Duration.between(request.startTime(), request.endTime()).toMillis() / period;
        if (!request.startTime().isBefore(request.endTime()) || spans > MAX_DATAPOINTS) {
            throw AlarmErrors.combination(
                    "StartTime must be before EndTime, with up to 1440 periods between; they have " + spans + ".");
        }
        return GetMetricStatisticsResponse.builder()
                .label(request.metricName())
                .datapoints(datapoints(request, period))
                .build();
    }

    private List<Datapoint> datapoints(GetMetricStatisticsRequest request, long period) {
        Instant start = Metrics.floor(request.startTime());
        MetricName metric = MetricName.of(request.namespace(), request.metricName(), request.dimensions());
        Map<Instant, Samples> byPeriod = new TreeMap<>();
        metrics.read(metric, Optional.ofNullable(request.unitAsString()), start, request.endTime())
                .forEach((minute, samples) -> byPeriod.merge(
                        minute.minusMillis(Duration.between(start, minute).toMillis() % period),
                        samples,
                        Samples::plus));
        List<Datapoint> points = new ArrayList<>();
        byPeriod.forEach((time, samples) -> points.add(datapoint(request, time, samples)));
        return points;
    }

    private static Datapoint datapoint(GetMetricStatisticsRequest request, Instant time, Samples samples) {
        Datapoint.Builder point = Datapoint.builder()
                .timestamp(time)
                .unit(request.unitAsString() == null ? "None" : request.unitAsString());
        for (String statistic : request.statisticsAsStrings()) {
            double value = samples.statistic(statistic);
            switch (statistic) {
                case "SampleCount" -> point.sampleCount(value);
                case "Sum" -> point.sum(value);
                case "Average" -> point.average(value);
                case "Minimum" -> point.minimum(value);
                default -> point.maximum(value);
            }
        }
        return point.build();
    }

    /** A page of the metrics that have data points. */
    public ListMetricsResponse listMetrics(ListMetricsRequest request) {
        if (Boolean.TRUE.equals(request.includeLinkedAccounts()) || request.owningAccount() != null) {
            throw AlarmErrors.unsupported("IncludeLinkedAccounts");
        }
        Page<MetricName> page =
                pages.page(
                        "ListMetrics/" + request.namespace() + "/" + request.metricName() + "/" + request.dimensions(),
                        request.nextToken(),
                        PAGE,
                        (after, most) -> metrics
                                .list(
                                        Optional.ofNullable(request.namespace()),
                                        Optional.ofNullable(request.metricName()))
                                .stream()
                                .filter(metric -> matches(metric, request.dimensions()))
                                .filter(metric -> sortName(metric).compareTo(after) > 0)
                                .limit(most)
                                .toList(),
                        MetricOperations::sortName);
        return ListMetricsResponse.builder()
                .metrics(page.items().stream()
                        .map(metric -> Metric.builder()
                                .namespace(metric.namespace())
                                .metricName(metric.name())
                                .dimensions(metric.dimensionList())
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static String sortName(MetricName metric) {
        return metric.namespace() + "\n" + metric.name() + "\n" + metric.dimensionText();
    }

    private static boolean matches(MetricName metric, List<DimensionFilter> filters) {
        return filters.stream()
                .allMatch(filter -> metric.dimensions().containsKey(filter.name())
                        && (filter.value() == null
                                || filter.value().equals(metric.dimensions().get(filter.name()))));
    }
}
