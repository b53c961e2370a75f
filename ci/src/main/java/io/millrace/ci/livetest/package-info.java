/**
 * Tests of a deployed stage from outside, through the AWS SDK's clients only, so that they run against Millrace and AWS alike. Used
 * by the demo and by the pipeline between deployment and approval.
 */
@NullMarked
package io.millrace.ci.livetest;

import org.jspecify.annotations.NullMarked;
