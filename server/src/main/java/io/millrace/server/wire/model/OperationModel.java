package io.millrace.server.wire.model;

/**
 * One operation of an API model.
 *
 * @param name such as {@code GetTable}
 * @param input name of the request's shape; empty if there is none
 * @param method HTTP method
 * @param uri path template such as {@code /2015-03-31/functions/{FunctionName}}, with literal query parameters after {@code ?}
 * @param status HTTP status of success
 * @param resultWrapper of the Query protocol: the element that holds an answer's members; empty if the answer has none
 */
public record OperationModel(String name, String input, String method, String uri, int status, String resultWrapper) {}
