package io.millrace.server;

import io.millrace.catalog.job.JobRunOperations;
import io.millrace.catalog.page.PageTokens;
import io.millrace.server.alarm.Metrics;
import io.millrace.server.delivery.Deliveries;
import io.millrace.server.delivery.DueTimes;
import io.millrace.server.delivery.TargetArns;
import io.millrace.server.event.BusObjectFeed;
import io.millrace.server.event.FunctionTarget;
import io.millrace.server.function.InvokeOperations;
import io.millrace.server.identity.PageSeal;
import io.millrace.server.job.JobRunTarget;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServicePages;
import io.millrace.server.rule.EventBus;
import io.millrace.server.rule.PutEventsOperation;
import io.millrace.server.rule.RuleOperations;
import io.millrace.server.rule.RuleSchedules;
import io.millrace.server.rule.RuleTagOperations;
import io.millrace.server.rule.Rules;
import io.millrace.server.rule.ServiceEvents;
import io.millrace.server.rule.TargetOperations;
import io.millrace.server.scheduler.ScheduleGroupOperations;
import io.millrace.server.scheduler.ScheduleOperations;
import io.millrace.server.scheduler.Schedules;
import io.millrace.server.service.EventsService;
import io.millrace.server.service.SchedulerService;
import io.millrace.server.service.TopicService;
import io.millrace.server.topic.TopicFamily;
import io.millrace.server.topic.Topics;
import io.millrace.server.wire.ServiceDefinition;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Puts EventBridge and its Scheduler together: the bus, rules, schedules and the deliveries to their targets. */
final class EventAssembly {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration EMBEDDED_POLL = Duration.ofSeconds(2);
    private static final Duration EXTERNAL_POLL = Duration.ofMinutes(1);

    private final ServerContext context;
    private final PageTokens tokens;
    private final ResourceTags tags;
    private final Deliveries deliveries;
    private final DueTimes times;
    private final RuleOperations rules;
    private final TargetOperations targets;
    private final PutEventsOperation putEvents;
    private final ServiceEvents events;
    private final Schedules schedules;
    private final TopicFamily topics;
    private final Metrics metrics;

    /** @param endpoint this server, as those see it who are told of it */
    EventAssembly(ServerContext context, URI endpoint) {
        this.context = context;
        this.tokens = new PageTokens(PageSeal.under(context.masterKey()));
        this.tags = new ResourceTags(context.jdbi());
        this.deliveries = context.parts().add(new Deliveries(context.jdbi(), context.clock(), FIRST_RETRY));
        this.times = context.parts().add(new DueTimes(context.jdbi(), context.clock()));
        String region = context.config().region();
        Rules stored = new Rules(context.jdbi(), region);
        EventBus bus = new EventBus(stored, deliveries, context.clock());
        ServicePages pages = new ServicePages(tokens, "ValidationException");
        this.rules = new RuleOperations(
                stored, new RuleSchedules(stored, bus, times, context.clock()), deliveries, tags, pages);
        this.targets = new TargetOperations(stored, bus, pages);
        this.putEvents = new PutEventsOperation(bus, context.clock());
        this.events = new ServiceEvents(bus, context.clock());
        this.schedules = new Schedules(context.jdbi(), region, deliveries, times, context.clock());
        this.metrics = new Metrics(context.jdbi(), context.clock());
        this.topics = new TopicFamily(
                new Topics(context.jdbi(), region),
                deliveries,
                tags,
                new ServicePages(tokens, "InvalidParameterException"),
                new TopicFamily.Outside(
                        endpoint,
                        context.folder().notifications(),
                        context.config().security().localEndpoints()),
                context.clock());
    }

    PageTokens tokens() {
        return tokens;
    }

    ResourceTags tags() {
        return tags;
    }

    Deliveries deliveries() {
        return deliveries;
    }

    ServiceEvents events() {
        return events;
    }

    TopicFamily topics() {
        return topics;
    }

    /** What services count, for alarms. */
    Metrics metrics() {
        return metrics;
    }

    StateChanges stateChanges() {
        return new StateChanges(events, metrics);
    }

    /** Says what deliveries reach. */
    void reach(InvokeOperations functions, JobRunOperations jobRuns) {
        deliveries.target(TargetArns.FUNCTION, new FunctionTarget(functions));
        deliveries.target(TargetArns.START_JOB_RUN, new JobRunTarget(jobRuns));
        topics.reach(deliveries);
    }

    List<ServiceDefinition> services() {
        ServicePages pages = new ServicePages(tokens, "ValidationException");
        ScheduleGroupOperations groups = new ScheduleGroupOperations(schedules, tags, pages);
        List<ServiceDefinition> services = new ArrayList<>(SettingsAssembly.services(context, tokens, tags));
        services.addAll(List.of(
                TopicService.of(topics),
                EventsService.of(rules, targets, new RuleTagOperations(rules, tags), putEvents),
                SchedulerService.of(new ScheduleOperations(schedules, groups, pages), groups)));
        return services;
    }

    /** Delivers and fires from now on. Once, after the services answer, as what is delivered may call them. */
    void start() {
        deliveries.start();
        times.start();
        if (context.config().storage().webhookSecret().isPresent()) {
            return;
        }
        boolean embedded = context.config().storage().external().isEmpty();
        context.parts()
                .add(new BusObjectFeed(context.s3(), rules::watchedBuckets, events, context.jdbi(), context.clock()))
                .start(embedded ? EMBEDDED_POLL : EXTERNAL_POLL);
    }
}
