package io.millrace.catalog.sdkjson;

import software.amazon.awssdk.core.protocol.MarshallingType;

/** How AWS's error messages call the types of the wire. */
final class SdkJsonTypes {
    private SdkJsonTypes() {}

    static String javaName(MarshallingType<?> type) {
        if (type == MarshallingType.STRING) {
            return "a String";
        }
        if (type == MarshallingType.INTEGER) {
            return "an Integer";
        }
        if (type == MarshallingType.BOOLEAN) {
            return "a Boolean";
        }
        if (type == MarshallingType.INSTANT) {
            return "milliseconds since epoch";
        }
        if (type == MarshallingType.SDK_BYTES) {
            return "a Blob";
        }
        return "a " + type.getTargetClass().getSimpleName();
    }
}
