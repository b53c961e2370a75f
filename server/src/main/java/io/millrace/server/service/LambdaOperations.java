package io.millrace.server.service;

import io.millrace.server.function.AliasOperations;
import io.millrace.server.function.ConcurrencyOperations;
import io.millrace.server.function.EventSettingOperations;
import io.millrace.server.function.EventSourceOperations;
import io.millrace.server.function.FunctionOperations;
import io.millrace.server.function.FunctionTagOperations;
import io.millrace.server.function.InvokeOperations;
import io.millrace.server.function.PermissionOperations;
import io.millrace.server.function.VersionOperations;

/** Lambda's operations, by what they are about. */
public record LambdaOperations(
        FunctionOperations functions,
        InvokeOperations invocations,
        VersionOperations versions,
        AliasOperations aliases,
        PermissionOperations permissions,
        ConcurrencyOperations concurrency,
        EventSettingOperations eventSettings,
        EventSourceOperations eventSources,
        FunctionTagOperations tags) {}
