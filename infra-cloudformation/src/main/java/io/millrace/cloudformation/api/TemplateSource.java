package io.millrace.cloudformation.api;

/** Fetches templates that a call only points at. */
@FunctionalInterface
public interface TemplateSource {
    /**
     * The text behind a {@code TemplateURL} in S3.
     *
     * @throws io.millrace.cloudformation.stack.StackException if there is none, or it is too long
     */
    String fetch(String url);
}
