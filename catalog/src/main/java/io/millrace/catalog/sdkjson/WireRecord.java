package io.millrace.catalog.sdkjson;

import java.util.List;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/**
 * A record that is read and written as the SDK's model classes are, for operations that AWS does not have. Its components are the
 * members, named with a large first letter: texts, whole numbers, other such records, and lists of those. A component that may be null is
 * marked so; without the others a request is no such record. A list that is missing is empty.
 */
public interface WireRecord extends SdkPojo {
    @Override
    default List<SdkField<?>> sdkFields() {
        return WireRecordMembers.of(getClass());
    }

    /** What the record is read into; {@code build()} gives it. */
    static SdkPojo builder(Class<? extends WireRecord> type) {
        return new WireRecordBuilder(type);
    }
}
