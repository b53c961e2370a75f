package io.millrace.server;

import io.millrace.server.alarm.AlarmChanges;
import io.millrace.server.alarm.AlarmOperations;
import io.millrace.server.alarm.AlarmTagOperations;
import io.millrace.server.alarm.AlarmWatch;
import io.millrace.server.alarm.Alarms;
import io.millrace.server.alarm.MetricOperations;
import io.millrace.server.alarm.Metrics;
import io.millrace.server.resource.ServicePages;
import io.millrace.server.service.AlarmService;
import io.millrace.server.wire.ServiceDefinition;

/** Puts CloudWatch's metrics and alarms together. */
final class AlarmAssembly {
    private final ServiceDefinition service;
    private final AlarmWatch watch;

    /** @param metrics what services have counted */
    AlarmAssembly(ServerContext context, EventAssembly events, Metrics metrics) {
        Alarms alarms = new Alarms(context.jdbi(), context.config().region(), context.clock());
        AlarmChanges changes = new AlarmChanges(alarms, events.topics(), events.deliveries(), events.events());
        ServicePages pages = new ServicePages(events.tokens(), "InvalidNextToken");
        this.service = AlarmService.of(
                new AlarmOperations(alarms, changes, events.tags(), pages),
                new AlarmTagOperations(alarms, events.tags()),
                new MetricOperations(context.jdbi(), metrics, pages, context.clock()));
        this.watch = context.parts().add(new AlarmWatch(alarms, metrics, changes));
    }

    ServiceDefinition service() {
        return service;
    }

    /** Looks at alarms from now on. Once. */
    void start() {
        watch.start();
    }
}
