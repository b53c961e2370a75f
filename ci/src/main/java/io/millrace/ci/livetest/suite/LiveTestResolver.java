package io.millrace.ci.livetest.suite;

import java.util.Objects;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.engine.support.store.Namespace;

/** Hands the suite the live test that the program put into its launcher session, so that nothing is static. */
final class LiveTestResolver implements ParameterResolver {
    /** Where the program puts it. */
    static final Namespace NAMESPACE = Namespace.create(LiveTest.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LiveTest.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Objects.requireNonNull(context.getStore(
                        ExtensionContext.StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.create(LiveTest.class))
                .get(LiveTest.class, LiveTest.class));
    }
}
