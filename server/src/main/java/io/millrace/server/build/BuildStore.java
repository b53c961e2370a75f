package io.millrace.server.build;

import io.millrace.server.rule.StateListener;
import org.jdbi.v3.core.Jdbi;

/**
 * Where builds are kept.
 *
 * @param jdbi a database with the server's migrations
 * @param listener is told of every change of a build
 */
public record BuildStore(Jdbi jdbi, StateListener listener) {}
