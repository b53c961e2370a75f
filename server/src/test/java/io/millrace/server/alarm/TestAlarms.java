package io.millrace.server.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.server.config.LocalEndpoints;
import io.millrace.server.delivery.Delivery;
import io.millrace.server.delivery.TestingDeliveries;
import io.millrace.server.resource.ServicePages;
import io.millrace.server.rule.EventBus;
import io.millrace.server.rule.Rules;
import io.millrace.server.rule.ServiceEvents;
import io.millrace.server.topic.TopicFamily;
import io.millrace.server.topic.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.DisableAlarmActionsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;

final class TestAlarms {
    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:approvals";
    private static final MetricName FAILED = MetricName.of("Glue", "failed", Map.of("JobName", "etl"));

    @TempDir
    private Path folder;

    private TestingDeliveries testing;
    private Metrics metrics;
    private AlarmOperations operations;
    private MetricOperations metricOperations;
    private AlarmWatch watch;

    @BeforeEach
    void open() {
        testing = new TestingDeliveries(folder);
        var jdbi = testing.database.jdbi();
        ServicePages pages = testing.pages;
        Alarms alarms = new Alarms(jdbi, TestingDeliveries.REGION, testing.clock);
        metrics = new Metrics(jdbi, testing.clock);
        TopicFamily topics = new TopicFamily(
                new Topics(jdbi, TestingDeliveries.REGION),
                testing.deliveries,
                testing.tags,
                pages,
                new TopicFamily.Outside(URI.create("http://127.0.0.1:1"), folder, LocalEndpoints.ALLOW),
                testing.clock);
        ServiceEvents events = new ServiceEvents(
                new EventBus(new Rules(jdbi, TestingDeliveries.REGION), testing.deliveries, testing.clock),
                testing.clock);
        AlarmChanges changes = new AlarmChanges(alarms, topics, testing.deliveries, events);
        operations = new AlarmOperations(alarms, changes, testing.tags, pages);
        metricOperations = new MetricOperations(jdbi, metrics, pages, testing.clock);
        watch = new AlarmWatch(alarms, metrics, changes);
        topics.topics()
                .createTopic(CreateTopicRequest.builder().name("approvals").build());
        topics.subscriptions()
                .subscribe(SubscribeRequest.builder()
                        .topicArn(TOPIC)
                        .protocol("file")
                        .endpoint("alarms.jsonl")
                        .build());
    }

    @AfterEach
    void close() {
        watch.close();
        testing.close();
    }

    private static PutMetricAlarmRequest.Builder alarm() {
        return PutMetricAlarmRequest.builder()
                .alarmName("failures")
                .namespace("Glue")
                .metricName("failed")
                .dimensions(Dimension.builder().name("JobName").value("etl").build())
                .statistic(Statistic.SUM)
                .period(300)
                .evaluationPeriods(1)
                .threshold(1.0)
                .comparisonOperator("GreaterThanOrEqualToThreshold")
                .treatMissingData("notBreaching")
                .alarmActions(TOPIC);
    }

    private MetricAlarm failures() {
        return operations
                .describeAlarms(
                        DescribeAlarmsRequest.builder().alarmNames("failures").build())
                .metricAlarms()
                .get(0);
    }

    private String state() {
        watch.look();
        return failures().stateValueAsString();
    }

    private void pass(Duration time) {
        testing.now.set(testing.clock.instant().plus(time));
    }

    private List<String> told() {
        return testing.queued().stream().map(Delivery::body).toList();
    }

    @Test
    void tellsItsTopicOnceOfEachChange() {
        operations.putMetricAlarm(alarm().build());
        assertThat(failures().stateValueAsString()).isEqualTo("INSUFFICIENT_DATA");
        assertThat(state()).isEqualTo("OK");
        assertThat(told()).isEmpty();
        metrics.add(FAILED, "Count", 1);
        assertThat(state()).isEqualTo("ALARM");
        assertThat(state()).isEqualTo("ALARM");
        assertThat(told())
                .singleElement()
                .asString()
                .contains("\\\"NewStateValue\\\":\\\"ALARM\\\"", "\\\"OldStateValue\\\":\\\"OK\\\"", "failures");
        pass(Duration.ofMinutes(4));
        assertThat(state()).isEqualTo("ALARM");
        pass(Duration.ofMinutes(1));
        assertThat(state()).as("it is out of the period").isEqualTo("OK");
        assertThat(operations
                        .describeAlarmHistory(DescribeAlarmHistoryRequest.builder()
                                .alarmName("failures")
                                .build())
                        .alarmHistoryItems())
                .extracting(item -> item.historySummary())
                .containsExactly(
                        "Alarm updated from ALARM to OK",
                        "Successfully executed action " + TOPIC,
                        "Alarm updated from OK to ALARM",
                        "Alarm updated from INSUFFICIENT_DATA to OK",
                        "Alarm \"failures\" created");
    }

    @Test
    void keepsItsStateWhenChangedAndIsSilentWithoutActions() {
        operations.putMetricAlarm(alarm().build());
        operations.disableAlarmActions(
                DisableAlarmActionsRequest.builder().alarmNames("failures").build());
        operations.setAlarmState(SetAlarmStateRequest.builder()
                .alarmName("failures")
                .stateValue("ALARM")
                .stateReason("tried")
                .build());
        assertThat(told()).isEmpty();
        operations.putMetricAlarm(alarm().threshold(2.0).build());
        assertThat(failures().stateValueAsString()).isEqualTo("ALARM");
        assertThat(failures().threshold()).isEqualTo(2.0);
        assertThat(state()).isEqualTo("OK");
        operations.deleteAlarms(
                DeleteAlarmsRequest.builder().alarmNames("failures").build());
        assertThatThrownBy(() -> operations.deleteAlarms(
                        DeleteAlarmsRequest.builder().alarmNames("failures").build()))
                .extracting("errorName")
                .isEqualTo("ResourceNotFound");
    }

    /** One value a minute, the newest last; null for a minute without. */
    @ParameterizedTest(name = "{0}, {1} of {2}: {3} -> {4}")
    @MethodSource
    void evaluates(String missing, int needed, int periods, List<@Nullable Double> minutes, String expected) {
        operations.putMetricAlarm(alarm().period(60)
                .evaluationPeriods(periods)
                .datapointsToAlarm(needed)
                .treatMissingData(missing)
                .build());
        for (int i = 0; i < minutes.size(); i++) {
            if (i > 0) {
                pass(Duration.ofMinutes(1));
            }
            Double value = minutes.get(i);
            if (value != null) {
                metrics.add(FAILED, "Count", value);
            }
        }
        assertThat(state()).isEqualTo(expected);
    }

    static Stream<Arguments> evaluates() {
        return Stream.of(
                arguments("missing", 1, 1, minutes(1.0), "ALARM"),
                arguments("missing", 1, 1, minutes(0.0), "OK"),
                arguments("missing", 1, 1, minutes(1.0, null), "INSUFFICIENT_DATA"),
                arguments("missing", 3, 3, minutes(1.0, 1.0, 1.0), "ALARM"),
                arguments("missing", 3, 3, minutes(1.0, 0.0, 1.0), "OK"),
                arguments("missing", 3, 3, minutes(1.0, null, 1.0), "ALARM"),
                arguments("missing", 2, 3, minutes(1.0, 0.0, 1.0), "ALARM"),
                arguments("missing", 2, 3, minutes(1.0, null, null), "OK"),
                arguments("breaching", 2, 3, minutes(0.0, null, null), "ALARM"),
                arguments("notBreaching", 1, 3, minutes(null, null, null), "OK"),
                arguments("notBreaching", 2, 3, minutes(1.0, null, 1.0), "ALARM"),
                arguments("ignore", 1, 2, minutes(null, null), "INSUFFICIENT_DATA"),
                arguments("ignore", 1, 2, minutes(null, 0.0), "OK"));
    }

    private static List<@Nullable Double> minutes(@Nullable Double... values) {
        return Stream.of(values).toList();
    }

    @Test
    void addsDataPointsUpByMinuteAndPeriod() {
        metricOperations.putMetricData(PutMetricDataRequest.builder()
                .namespace("Shop")
                .metricData(
                        MetricDatum.builder().metricName("Price").value(4.0).build(),
                        MetricDatum.builder()
                                .metricName("Price")
                                .values(1.0, 3.0)
                                .counts(2.0, 1.0)
                                .build(),
                        MetricDatum.builder()
                                .metricName("Price")
                                .timestamp(testing.clock.instant().minusSeconds(60))
                                .statisticValues(set -> set.sampleCount(2.0)
                                        .sum(20.0)
                                        .minimum(9.0)
                                        .maximum(11.0))
                                .build())
                .build());
        var points = metricOperations
                .getMetricStatistics(GetMetricStatisticsRequest.builder()
                        .namespace("Shop")
                        .metricName("Price")
                        .startTime(testing.clock.instant().minusSeconds(300))
                        .endTime(testing.clock.instant().plusSeconds(300))
                        .period(300)
                        .statistics(Statistic.AVERAGE, Statistic.SUM, Statistic.MAXIMUM, Statistic.MINIMUM)
                        .build())
                .datapoints();
        assertThat(points).hasSize(2);
        assertThat(points.get(0).sum()).isEqualTo(20.0);
        assertThat(points.get(1).sum()).isEqualTo(9.0);
        assertThat(points.get(1).minimum()).isEqualTo(1.0);
        assertThat(points.get(1).maximum()).isEqualTo(4.0);
        assertThat(metricOperations
                        .listMetrics(
                                ListMetricsRequest.builder().namespace("Shop").build())
                        .metrics())
                .extracting(metric -> metric.metricName())
                .containsExactly("Price");
        pass(Duration.ofDays(16));
        metrics.prune();
        assertThat(metricOperations
                        .listMetrics(ListMetricsRequest.builder().build())
                        .metrics())
                .isEmpty();
    }

    @Test
    void refusesWhatItCannotWatch() {
        refuses("InvalidParameterValueException", alarm().extendedStatistic("p99"));
        refuses("InvalidParameterValueException", alarm().period(10));
        refuses("InvalidParameterCombinationException", alarm().period(86_400).evaluationPeriods(2));
        refuses("MissingRequiredParameterException", alarm().threshold(null));
        refuses("InvalidParameterValueException", alarm().alarmActions("arn:aws:swf:us-east-1:000000000000:action/x"));
        refuses("InvalidParameterValueException", alarm().treatMissingData("maybe"));
        assertThatThrownBy(() -> metricOperations.putMetricData(
                        PutMetricDataRequest.builder().namespace("AWS/Lambda").build()))
                .extracting("errorName")
                .isEqualTo("InvalidParameterValueException");
    }

    private void refuses(String error, PutMetricAlarmRequest.Builder request) {
        assertThatThrownBy(() -> operations.putMetricAlarm(request.build()))
                .extracting("errorName")
                .isEqualTo(error);
    }
}
