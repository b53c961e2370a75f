package io.millrace.server.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.delivery.Delivery;
import io.millrace.server.delivery.TestingDeliveries;
import io.millrace.server.rule.ServiceEvents.CrawlEnd;
import io.millrace.server.rule.ServiceEvents.ObjectEvent;
import io.millrace.server.wire.ServiceException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.Target;

final class TestRules {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private TestingDeliveries testing;
    private RuleOperations rules;
    private TargetOperations targets;
    private PutEventsOperation events;
    private ServiceEvents own;

    @BeforeEach
    void open() {
        testing = new TestingDeliveries(folder);
        Rules stored = new Rules(testing.database.jdbi(), TestingDeliveries.REGION);
        EventBus bus = new EventBus(stored, testing.deliveries, testing.clock);
        rules = new RuleOperations(
                stored,
                new RuleSchedules(stored, bus, testing.times, testing.clock),
                testing.deliveries,
                testing.tags,
                testing.pages);
        targets = new TargetOperations(stored, bus, testing.pages);
        events = new PutEventsOperation(bus, testing.clock);
        own = new ServiceEvents(bus, testing.clock);
    }

    @AfterEach
    void close() {
        testing.close();
    }

    private void rule(String name, String pattern) {
        rules.putRule(PutRuleRequest.builder().name(name).eventPattern(pattern).build());
    }

    private void schedule(String name, String expression) {
        rules.putRule(PutRuleRequest.builder()
                .name(name)
                .scheduleExpression(expression)
                .build());
        target(name, Target.builder());
    }

    private void target(String rule, Target.Builder target) {
        targets.putTargets(PutTargetsRequest.builder()
                .rule(rule)
                .targets(target.id("t").arn(TestingDeliveries.FUNCTION).build())
                .build());
    }

    private PutEventsResponse put(String source, String type, String detail) {
        return events.putEvents(PutEventsRequest.builder()
                .entries(PutEventsRequestEntry.builder()
                        .source(source)
                        .detailType(type)
                        .detail(detail)
                        .build())
                .build());
    }

    private JsonNode onlyBody() {
        List<Delivery> queued = testing.queued();
        assertThat(queued).hasSize(1);
        return read(queued.get(0).body());
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    @Test
    void anEventGoesToTheTargetsOfTheRulesThatItMatches() {
        rule("orders", "{\"source\":[\"shop\"],\"detail\":{\"amount\":[{\"numeric\":[\">\",100]}]}}");
        rule("refunds", "{\"source\":[\"shop\"],\"detail-type\":[\"refund\"]}");
        target("orders", Target.builder());
        target("refunds", Target.builder());
        PutEventsResponse response = put("shop", "order", "{\"amount\":150}");
        assertThat(response.failedEntryCount()).isZero();
        JsonNode event = onlyBody();
        assertThat(event.path("id").textValue())
                .isEqualTo(response.entries().get(0).eventId());
        assertThat(event.path("detail").path("amount").intValue()).isEqualTo(150);
        assertThat(event.path("account").textValue()).isEqualTo("000000000000");
        assertThat(event.path("time").textValue()).isEqualTo("2026-11-22T10:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"v\":[\"abc\"]};true",
                "{\"v\":[{\"prefix\":\"ab\"}]};true",
                "{\"v\":[{\"prefix\":\"b\"}]};false",
                "{\"v\":[{\"suffix\":\"bc\"}]};true",
                "{\"v\":[{\"anything-but\":[\"abc\"]}]};false",
                "{\"v\":[{\"anything-but\":{\"prefix\":\"x\"}}]};true",
                "{\"v\":[{\"wildcard\":\"a*c\"}]};true",
                "{\"v\":[{\"equals-ignore-case\":\"ABC\"}]};true",
                "{\"n\":[{\"numeric\":[\">=\",5,\"<\",6]}]};true",
                "{\"n\":[{\"numeric\":[\">\",5]}]};false",
                "{\"missing\":[{\"exists\":false}]};true",
                "{\"v\":[{\"exists\":false}]};false",
                "{\"ip\":[{\"cidr\":\"10.0.0.0/24\"}]};true",
                "{\"ip\":[{\"cidr\":\"10.1.0.0/24\"}]};false",
                "{\"$or\":[{\"v\":[\"x\"]},{\"n\":[5]}]};true",
                "{\"$or\":[{\"v\":[\"x\"]},{\"n\":[6]}]};false",
                "{\"deep\":{\"er\":[\"yes\"]}};true",
                "{\"list\":[\"two\"]};true",
                "{\"nothing\":[null]};true"
            })
    void patternsMatchAsEventBridges(String detailPattern, boolean matches) {
        String event = "{\"id\":\"1\",\"detail-type\":\"t\",\"source\":\"s\",\"account\":\"0\",\"time\":\"t\","
                + "\"region\":\"r\",\"resources\":[],\"detail\":{\"v\":\"abc\",\"n\":5,\"ip\":\"10.0.0.7\","
                + "\"deep\":{\"er\":\"yes\"},\"list\":[\"one\",\"two\"],\"nothing\":null}}";
        assertThat(EventPatterns.matches("{\"detail\":" + detailPattern + "}", event))
                .isEqualTo(matches);
    }

    @Test
    void whatIsNoPatternIsRefused() {
        assertThatThrownBy(() -> rule("bad", "{\"source\":\"shop\"}"))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        e -> assertThat(e.errorName()).isEqualTo("InvalidEventPatternException"))
                .hasMessageStartingWith("Event pattern is not valid. Reason: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "\"<name> ran for <seconds> s\";\"nightly ran for 12.5 s\"",
                "{\"job\":<name>,\"all\":<detail>};{\"job\":\"nightly\",\"all\":{\"job\":\"nightly\",\"s\":12.5}}",
                "{\"text\":\"of <detail>\"};{\"text\":\"of {\\\"job\\\":\\\"nightly\\\",\\\"s\\\":12.5}\"}",
                "{\"rule\":<aws.events.rule-name>,\"none\":<none>};{\"rule\":\"jobs\",\"none\":\"\"}"
            })
    void transformsInput(String template, String expected) {
        rule("jobs", "{\"source\":[\"etl\"]}");
        target(
                "jobs",
                Target.builder()
                        .inputTransformer(t -> t.inputPathsMap(Map.of(
                                        "name", "$.detail.job",
                                        "seconds", "$.detail.s",
                                        "detail", "$.detail",
                                        "none", "$.detail.no[0]"))
                                .inputTemplate(template)));
        put("etl", "ended", "{\"job\":\"nightly\",\"s\":12.5}");
        assertThat(onlyBody()).isEqualTo(read(expected));
    }

    @Test
    void aTargetGetsAPartOrAConstant() {
        rule("part", "{\"source\":[\"a\"]}");
        target("part", Target.builder().inputPath("$.detail.items[1]"));
        put("a", "t", "{\"items\":[1,{\"x\":2}]}");
        assertThat(onlyBody()).isEqualTo(read("{\"x\":2}"));
        rule("constant", "{\"source\":[\"b\"]}");
        target("constant", Target.builder().input("{\"c\":1}"));
        put("b", "t", "{}");
        assertThat(testing.queued()).extracting(Delivery::body).contains("{\"c\":1}");
    }

    @Test
    void wrongTargetsAreRefusedByName() {
        rule("r", "{\"source\":[\"a\"]}");
        assertThatThrownBy(() -> target("r", Target.builder().input("{}").inputPath("$")))
                .hasMessageContaining("Only one of Input, InputPath, or InputTransformer");
        assertThatThrownBy(() -> target("r", Target.builder().input("{")))
                .hasMessageContaining("JSON syntax error in input for target t");
        assertThatThrownBy(() -> target("r", Target.builder().inputPath("$.a[*]")))
                .hasMessageContaining("Invalid path");
        assertThatThrownBy(() -> target("r", Target.builder().inputTransformer(t -> t.inputTemplate("{\"a\":<b>}"))))
                .hasMessageContaining("no key b in InputPathsMap");
        assertThatThrownBy(() -> target("r", Target.builder().deadLetterConfig(d -> d.arn("arn:aws:sqs:x"))))
                .hasMessageContaining("DeadLetterConfig");
        assertThatThrownBy(() -> targets.putTargets(PutTargetsRequest.builder()
                        .rule("r")
                        .targets(Target.builder()
                                .id("q")
                                .arn("arn:aws:sqs:us-east-1:000000000000:queue")
                                .build())
                        .build()))
                .hasMessageContaining("which is neither a function nor a topic");
    }

    @Test
    void eachWrongEntryHasItsError() {
        PutEventsResponse response = events.putEvents(PutEventsRequest.builder()
                .entries(
                        PutEventsRequestEntry.builder()
                                .source("a")
                                .detailType("t")
                                .detail("[1]")
                                .build(),
                        PutEventsRequestEntry.builder()
                                .source("a")
                                .detailType("t")
                                .build(),
                        PutEventsRequestEntry.builder()
                                .source("aws.s3")
                                .detailType("t")
                                .detail("{}")
                                .build(),
                        PutEventsRequestEntry.builder()
                                .source("a")
                                .detailType("t")
                                .detail("{}")
                                .build())
                .build());
        assertThat(response.failedEntryCount()).isEqualTo(3);
        assertThat(response.entries())
                .extracting(PutEventsResultEntry::errorCode)
                .containsExactly("MalformedDetail", "InvalidArgument", "NotAuthorizedForSourceException", null);
    }

    @Test
    void aDisabledRuleSeesNothing() {
        rule("r", "{\"source\":[\"a\"]}");
        target("r", Target.builder());
        rules.disableRule(DisableRuleRequest.builder().name("r").build());
        put("a", "t", "{}");
        assertThat(testing.queued()).isEmpty();
        rules.enableRule(EnableRuleRequest.builder().name("r").build());
        put("a", "t", "{}");
        assertThat(testing.queued()).hasSize(1);
    }

    @Test
    void aScheduleIsFiredOnceForEachTime() {
        schedule("nightly", "cron(15 12 * * ? *)");
        testing.tickAt("2026-11-22T12:14:59Z");
        assertThat(testing.queued()).isEmpty();
        testing.tickAt("2026-11-22T12:15:00Z");
        testing.tickAt("2026-11-22T12:15:01Z");
        JsonNode event = onlyBody();
        assertThat(event.path("detail-type").textValue()).isEqualTo("Scheduled Event");
        assertThat(event.path("source").textValue()).isEqualTo("aws.events");
        assertThat(event.path("time").textValue()).isEqualTo("2026-11-22T12:15:00Z");
        assertThat(event.path("resources").get(0).textValue())
                .isEqualTo("arn:aws:events:us-east-1:000000000000:rule/nightly");
        testing.tickAt("2026-11-23T12:15:00Z");
        assertThat(testing.queued()).hasSize(2);
    }

    @Test
    void aTimeThatPassedWithoutAServerIsFiredOnceByTheNext() {
        schedule("often", "rate(5 minutes)");
        testing.close();
        open();
        testing.tickAt("2026-11-22T10:31:00Z");
        testing.tickAt("2026-11-22T10:31:01Z");
        assertThat(onlyBody().path("time").textValue()).isEqualTo("2026-11-22T10:05:00Z");
        testing.tickAt("2026-11-22T10:35:00Z");
        assertThat(testing.queued()).hasSize(2);
    }

    @Test
    void aDisabledScheduleIsNotFired() {
        schedule("often", "rate(5 minutes)");
        rules.disableRule(DisableRuleRequest.builder().name("often").build());
        testing.tickAt("2026-11-22T10:31:00Z");
        assertThat(testing.queued()).isEmpty();
    }

    @Test
    void aRuleIsKeptListedAndDeleted() {
        rule("a1", "{\"source\":[\"a\"]}");
        rule("a2", "{\"source\":[\"a\"]}");
        rule("b", "{\"source\":[\"b\"]}");
        target("a1", Target.builder());
        DescribeRuleResponse rule =
                rules.describeRule(DescribeRuleRequest.builder().name("a1").build());
        assertThat(rule.arn()).isEqualTo("arn:aws:events:us-east-1:000000000000:rule/a1");
        ListRulesResponse page = rules.listRules(
                ListRulesRequest.builder().namePrefix("a").limit(1).build());
        assertThat(page.rules()).extracting(Rule::name).containsExactly("a1");
        assertThat(rules.listRules(ListRulesRequest.builder()
                                .namePrefix("a")
                                .limit(1)
                                .nextToken(page.nextToken())
                                .build())
                        .rules())
                .extracting(Rule::name)
                .containsExactly("a2");
        assertThat(targets.listRuleNamesByTarget(ListRuleNamesByTargetRequest.builder()
                                .targetArn(TestingDeliveries.FUNCTION)
                                .build())
                        .ruleNames())
                .containsExactly("a1");
        DeleteRuleRequest delete = DeleteRuleRequest.builder().name("a1").build();
        assertThatThrownBy(() -> rules.deleteRule(delete)).hasMessage("Rule can't be deleted since it has targets.");
        assertThat(targets.removeTargets(RemoveTargetsRequest.builder()
                                .rule("a1")
                                .ids("t", "other")
                                .build())
                        .failedEntries())
                .hasSize(1);
        rules.deleteRule(delete);
        assertThatThrownBy(() -> rules.describeRule(
                        DescribeRuleRequest.builder().name("a1").build()))
                .hasMessage("Rule a1 does not exist on EventBus default.");
    }

    @Test
    void millracesOwnEventsHaveAwssForm() {
        rule(
                "jobs",
                "{\"source\":[\"aws.glue\"],\"detail-type\":[\"Glue Job State Change\"],\"detail\":{\"state\":[\"FAILED\"]}}");
        rule("crawls", "{\"detail-type\":[\"Glue Crawler State Change\"],\"detail\":{\"state\":[\"Succeeded\"]}}");
        rule(
                "objects",
                "{\"source\":[\"aws.s3\"],\"detail-type\":[\"Object Created\"],\"detail\":{\"bucket\":{\"name\":[\"raw\"]}}}");
        target("jobs", Target.builder().inputPath("$.detail.jobRunId"));
        target("crawls", Target.builder().inputPath("$.detail.crawlerName"));
        target("objects", Target.builder().inputPath("$.detail.object.key"));
        own.jobRunEnded("etl", "jr_1", "SUCCEEDED", Optional.empty());
        own.jobRunEnded("etl", "jr_2", "FAILED", Optional.of("why"));
        own.crawlEnded(new CrawlEnd("raw", "Succeeded", Optional.empty(), 1, 0, 0, 3));
        own.objectsCreated(List.of(
                new ObjectEvent("1", "raw", "in/a.csv", 5, "e", Instant.EPOCH),
                new ObjectEvent("2", "other", "b.csv", 5, "e", Instant.EPOCH)));
        assertThat(testing.queued())
                .extracting(Delivery::body)
                .containsExactlyInAnyOrder("\"jr_2\"", "\"raw\"", "\"in/a.csv\"");
        assertThat(rules.watchedBuckets()).containsExactly("raw");
    }
}
