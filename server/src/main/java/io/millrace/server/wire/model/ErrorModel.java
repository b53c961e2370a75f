package io.millrace.server.wire.model;

/**
 * One error of an API model.
 *
 * @param status its HTTP status
 * @param code its name in the Query protocol, such as {@code NoSuchEntity} for {@code NoSuchEntityException}; empty in others
 * @param messageMember how its message member is spelled on the wire: {@code Message} or {@code message}
 */
public record ErrorModel(int status, String code, String messageMember) {}
