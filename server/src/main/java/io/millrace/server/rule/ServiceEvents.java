package io.millrace.server.rule;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.server.resource.ServiceArns;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Millrace's own events, in the form of the AWS services that it stands for (Glue Developer Guide, "Automating AWS Glue with EventBridge";
 * S3 User Guide, "Event message structure" of EventBridge). Thread-safe.
 */
public final class ServiceEvents implements StateListener {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventBus bus;
    private final InstantSource clock;

    /** Events on this bus. */
    public ServiceEvents(EventBus bus, InstantSource clock) {
        this.bus = bus;
        this.clock = clock;
    }

    /** Adds a source that finds its events by looking, as {@link EventBus#addSource}. */
    public void addSource(Runnable look) {
        bus.addSource(look);
    }

    /**
     * The last attempt of a job run has ended.
     *
     * @param state such as {@code SUCCEEDED}
     * @param error why it failed, if it did and that is known
     */
    public void jobRunEnded(String jobName, String runId, String state, Optional<String> error) {
        ObjectNode detail = JSON.createObjectNode();
        detail.put("jobName", jobName);
        detail.put("severity", severity(state));
        detail.put("state", state);
        detail.put("jobRunId", runId);
        detail.put("message", error.orElseGet(() -> "Job run " + state.toLowerCase(Locale.ROOT)));
        publish("aws.glue", "Glue Job State Change", runId + state, List.of(), detail);
    }

    private static String severity(String state) {
        return switch (state) {
            case "SUCCEEDED", "STOPPED" -> "INFO";
            case "TIMEOUT" -> "WARN";
            default -> "ERROR";
        };
    }

    /**
     * What a crawl did.
     *
     * @param state {@code Succeeded}, {@code Failed} or {@code Stopped}
     * @param error why it failed, if it did and that is known
     */
    public record CrawlEnd(
            String crawlerName,
            String state,
            Optional<String> error,
            int tablesCreated,
            int tablesUpdated,
            int tablesDeleted,
            long seconds) {}

    /** A crawl has ended. */
    public void crawlEnded(CrawlEnd end) {
        Instant now = clock.instant();
        ObjectNode detail = JSON.createObjectNode();
        detail.put("accountId", ServiceArns.ACCOUNT);
        detail.put("crawlerName", end.crawlerName());
        detail.put("state", end.state());
        detail.put("message", "Crawler " + end.state());
        detail.put("cloudWatchLogLink", "");
        if (end.error().isPresent()) {
            detail.put("errorMessage", end.error().get());
        } else {
            detail.put("warningMessage", "N/A");
            detail.put("tablesCreated", String.valueOf(end.tablesCreated()));
            detail.put("tablesUpdated", String.valueOf(end.tablesUpdated()));
            detail.put("tablesDeleted", String.valueOf(end.tablesDeleted()));
            detail.put("runningTime (sec)", String.valueOf(end.seconds()));
            detail.put("completionDate", now.toString());
        }
        publish("aws.glue", "Glue Crawler State Change", end.crawlerName() + now, List.of(), detail);
    }

    /**
     * An object that was written or removed.
     *
     * @param id names this very event
     * @param etag empty where it is unknown
     */
    public record ObjectEvent(String id, String bucket, String key, long size, String etag, Instant time) {}

    /** Objects were written. */
    public void objectsCreated(List<ObjectEvent> objects) {
        bus.publish(objects.stream()
                .map(object -> event(object, "Object Created", "reason", "PutObject"))
                .toList());
    }

    /** Objects were removed. */
    public void objectsDeleted(List<ObjectEvent> objects) {
        bus.publish(objects.stream()
                .map(object -> {
                    BusEvent event = event(object, "Object Deleted", "reason", "DeleteObject");
                    event.detail().put("deletion-type", "Permanently Deleted");
                    return event;
                })
                .toList());
    }

    private static BusEvent event(ObjectEvent object, String type, String reason, String value) {
        ObjectNode detail = JSON.createObjectNode();
        detail.put("version", "0");
        detail.putObject("bucket").put("name", object.bucket());
        ObjectNode written = detail.putObject("object").put("key", object.key());
        if (type.equals("Object Created")) {
            written.put("size", object.size()).put("etag", object.etag());
        }
        written.put(
                "sequencer", String.format(Locale.ROOT, "%016X", object.time().toEpochMilli()));
        detail.put("request-id", object.id());
        detail.put("requester", ServiceArns.ACCOUNT);
        detail.put(reason, value);
        return new BusEvent(
                uuid(object.id()), "aws.s3", type, object.time(), List.of("arn:aws:s3:::" + object.bucket()), detail);
    }

    /** An alarm has changed its state. */
    public void alarmChanged(String alarmArn, ObjectNode detail) {
        String name = alarmArn + clock.instant() + detail.path("state").path("value");
        publish("aws.cloudwatch", "CloudWatch Alarm State Change", name, List.of(alarmArn), detail);
    }

    /**
     * A branch that was made, moved or removed.
     *
     * @param commit the newest, or of a removed branch the last
     * @param before what it was; empty for a new branch
     */
    public record BranchEvent(String repository, String branch, BranchChange change, String commit, String before) {}

    /** What became of a branch, in CodeCommit's words. */
    public enum BranchChange {
        CREATED("referenceCreated"),
        UPDATED("referenceUpdated"),
        DELETED("referenceDeleted");

        private final String wireName;

        BranchChange(String wireName) {
            this.wireName = wireName;
        }
    }

    /** A branch has changed (CodeCommit User Guide, "Monitoring CodeCommit events in Amazon EventBridge"). */
    public void branchChanged(BranchEvent change) {
        ObjectNode detail = JSON.createObjectNode();
        detail.put("event", change.change().wireName);
        detail.put("repositoryName", change.repository());
        detail.put("repositoryId", uuid(change.repository()));
        detail.put("referenceType", "branch");
        detail.put("referenceName", change.branch());
        detail.put("referenceFullName", "refs/heads/" + change.branch());
        detail.put("commitId", change.commit());
        if (!change.before().isEmpty()) {
            detail.put("oldCommitId", change.before());
        }
        String arn = new ServiceArns("codecommit", bus.region()).of(change.repository());
        String name = change.repository() + "/" + change.branch() + change.commit() + clock.instant();
        publish("aws.codecommit", "CodeCommit Repository State Change", name, List.of(arn), detail);
    }

    @Override
    public void changed(String source, String type, String resource, ObjectNode detail) {
        bus.publish(List.of(
                new BusEvent(UUID.randomUUID().toString(), source, type, clock.instant(), List.of(resource), detail)));
    }

    private void publish(String source, String type, String name, List<String> resources, ObjectNode detail) {
        bus.publish(List.of(new BusEvent(uuid(type + name), source, type, clock.instant(), resources, detail)));
    }

    private static String uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
