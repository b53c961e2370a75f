package io.millrace.server.function;

import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import io.millrace.server.data.MasterKeyCipher;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** Functions' configurations as the database holds them: sealed, because a function's variables are often secrets. Thread-safe. */
final class SealedConfigurations {
    private static final String CONTEXT = "lambda-function/";

    private final MasterKeyCipher cipher;

    SealedConfigurations(MasterKeyCipher cipher) {
        this.cipher = cipher;
    }

    String seal(FunctionConfiguration function) {
        return cipher.encrypt(
                new String(SdkJsonWriter.write(function), StandardCharsets.UTF_8), CONTEXT + function.functionName());
    }

    FunctionConfiguration open(String functionName, String text) {
        String json = isSealed(text) ? cipher.decrypt(text, CONTEXT + functionName) : text;
        return SdkJsonReader.read(
                json.getBytes(StandardCharsets.UTF_8),
                (SdkPojo) FunctionConfiguration.builder(),
                FunctionConfiguration.class);
    }

    /** False for what a server before version 13 of the database wrote. */
    static boolean isSealed(String text) {
        return !text.startsWith("{");
    }
}
