package io.millrace.cloudformation.template;

import io.millrace.cloudformation.schema.ResourceSchemas;
import io.millrace.cloudformation.schema.TestingServiceSpec;

/** AWS's resource schemas as they are shipped, made on first use. */
final class TestingSchemas {
    private TestingSchemas() {}

    static ResourceSchemas all() {
        return TestingServiceSpec.schemas();
    }
}
