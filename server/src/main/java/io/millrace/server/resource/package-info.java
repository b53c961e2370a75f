/**
 * What the services that come with stages share: their resources' rows, tags, names and pages. Used by the packages of EventBridge,
 * its Scheduler, Systems Manager, Secrets Manager, SNS and CloudWatch Logs.
 */
@NullMarked
package io.millrace.server.resource;

import org.jspecify.annotations.NullMarked;
