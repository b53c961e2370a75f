package io.millrace.cloudformation.resource.glue;

import io.millrace.cloudformation.resource.ResourceException;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.sdk.Names;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.SdkHandler;
import java.util.List;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.CreateClassifierRequest;
import software.amazon.awssdk.services.glue.model.UpdateClassifierRequest;

/** Classifiers: one property of four says the kind, and holds the name. */
final class ClassifierHandler {
    private static final int MAX_NAME = 255;
    private static final List<String> KINDS =
            List.of("CsvClassifier", "GrokClassifier", "JsonClassifier", "XMLClassifier");

    private ClassifierHandler() {}

    static ResourceHandler of(GlueClient glue) {
        return SdkHandler.of("AWS::Glue::Classifier")
                .replacedBy("CsvClassifier.Name", "GrokClassifier.Name", "JsonClassifier.Name", "XMLClassifier.Name")
                .supports("CsvClassifier.AllowSingleColumn", "CsvClassifier.ContainsHeader", "CsvClassifier.Delimiter")
                .supports("CsvClassifier.DisableValueTrimming", "CsvClassifier.Header", "CsvClassifier.QuoteSymbol")
                .supports("CsvClassifier.CustomDatatypeConfigured", "CsvClassifier.ContainsCustomDatatype")
                .supports("GrokClassifier.Classification", "GrokClassifier.CustomPatterns")
                .supports("GrokClassifier.GrokPattern", "JsonClassifier.JsonPath")
                .supports("XMLClassifier.Classification", "XMLClassifier.RowTag")
                .id(properties -> Names.at(kind(properties) + ".Name", MAX_NAME).apply(properties))
                .find(id -> glue.getClassifier(request -> request.name(id)).classifier() != null)
                .create(wanted -> glue.createClassifier(
                        request(wanted).into(CreateClassifierRequest.builder()).build()))
                .update((wanted, before) -> {
                    if (!kind(wanted).equals(kind(before))) {
                        throw new ResourceException("A classifier cannot become a " + kind(wanted)
                                + "; give it another name in the template, so that a new one is made.");
                    }
                    glue.updateClassifier(request(wanted)
                            .into(UpdateClassifierRequest.builder())
                            .build());
                })
                .delete(gone -> glue.deleteClassifier(request -> request.name(gone.id())))
                .attribute("Name", ResourceProperties::id)
                .build();
    }

    private static ResourceProperties request(ResourceProperties properties) {
        return properties
                .with(kind(properties) + ".Name", properties.id())
                .renamed("CsvClassifier.ContainsCustomDatatype", "CustomDatatypes");
    }

    private static String kind(ResourceProperties properties) {
        List<String> given =
                KINDS.stream().filter(kind -> properties.node(kind).isObject()).toList();
        if (given.size() != 1) {
            throw new ResourceException("A classifier needs exactly one of " + String.join(", ", KINDS) + ".");
        }
        return given.get(0);
    }
}
