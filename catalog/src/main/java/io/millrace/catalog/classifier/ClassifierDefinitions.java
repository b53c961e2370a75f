package io.millrace.catalog.classifier;

import io.millrace.catalog.metadata.MetadataRequests;
import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.model.Classifier;
import software.amazon.awssdk.services.glue.model.CreateClassifierRequest;
import software.amazon.awssdk.services.glue.model.CreateGrokClassifierRequest;
import software.amazon.awssdk.services.glue.model.CreateJsonClassifierRequest;
import software.amazon.awssdk.services.glue.model.CreateXMLClassifierRequest;
import software.amazon.awssdk.services.glue.model.CsvClassifier;
import software.amazon.awssdk.services.glue.model.GrokClassifier;
import software.amazon.awssdk.services.glue.model.JsonClassifier;
import software.amazon.awssdk.services.glue.model.UpdateClassifierRequest;
import software.amazon.awssdk.services.glue.model.UpdateCsvClassifierRequest;
import software.amazon.awssdk.services.glue.model.UpdateGrokClassifierRequest;
import software.amazon.awssdk.services.glue.model.UpdateJsonClassifierRequest;
import software.amazon.awssdk.services.glue.model.UpdateXMLClassifierRequest;
import software.amazon.awssdk.services.glue.model.XMLClassifier;

/** Makes classifiers of what requests say: exactly one of the four types, versions and times. */
final class ClassifierDefinitions {
    private static final long FIRST_VERSION = 1;

    private ClassifierDefinitions() {}

    static Classifier created(CreateClassifierRequest request, Instant now) {
        SdkPojo given = theOne(
                request.grokClassifier(), request.xmlClassifier(), request.jsonClassifier(), request.csvClassifier());
        Classifier.Builder classifier = Classifier.builder();
        if (given instanceof CreateGrokClassifierRequest) {
            classifier.grokClassifier(filled(GrokClassifier.builder(), given)
                    .creationTime(now)
                    .lastUpdated(now)
                    .version(FIRST_VERSION)
                    .build());
        } else if (given instanceof CreateXMLClassifierRequest) {
            classifier.xmlClassifier(filled(XMLClassifier.builder(), given)
                    .creationTime(now)
                    .lastUpdated(now)
                    .version(FIRST_VERSION)
                    .build());
        } else if (given instanceof CreateJsonClassifierRequest) {
            classifier.jsonClassifier(filled(JsonClassifier.builder(), given)
                    .creationTime(now)
                    .lastUpdated(now)
                    .version(FIRST_VERSION)
                    .build());
        } else {
            classifier.csvClassifier(filled(CsvClassifier.builder(), given)
                    .creationTime(now)
                    .lastUpdated(now)
                    .version(FIRST_VERSION)
                    .build());
        }
        return ClassifierChecks.checked(classifier.build());
    }

    static Classifier updated(Classifier current, UpdateClassifierRequest request, Instant now) {
        SdkPojo given = theOne(
                request.grokClassifier(), request.xmlClassifier(), request.jsonClassifier(), request.csvClassifier());
        Classifier.Builder next = Classifier.builder();
        if (given instanceof UpdateGrokClassifierRequest && current.grokClassifier() != null) {
            GrokClassifier old = current.grokClassifier();
            next.grokClassifier(filled(old.toBuilder(), given)
                    .lastUpdated(now)
                    .version(old.version() + 1)
                    .build());
        } else if (given instanceof UpdateXMLClassifierRequest && current.xmlClassifier() != null) {
            XMLClassifier old = current.xmlClassifier();
            next.xmlClassifier(filled(old.toBuilder(), given)
                    .lastUpdated(now)
                    .version(old.version() + 1)
                    .build());
        } else if (given instanceof UpdateJsonClassifierRequest && current.jsonClassifier() != null) {
            JsonClassifier old = current.jsonClassifier();
            next.jsonClassifier(filled(old.toBuilder(), given)
                    .lastUpdated(now)
                    .version(old.version() + 1)
                    .build());
        } else if (given instanceof UpdateCsvClassifierRequest && current.csvClassifier() != null) {
            CsvClassifier old = current.csvClassifier();
            next.csvClassifier(filled(old.toBuilder(), given)
                    .lastUpdated(now)
                    .version(old.version() + 1)
                    .build());
        } else {
            throw MetadataRequests.invalid(
                    "Classifier " + name(current) + " is of another type, which cannot be changed.");
        }
        return ClassifierChecks.checked(next.build());
    }

    static String name(Classifier classifier) {
        if (classifier.grokClassifier() != null) {
            return classifier.grokClassifier().name();
        }
        if (classifier.xmlClassifier() != null) {
            return classifier.xmlClassifier().name();
        }
        return classifier.jsonClassifier() != null
                ? classifier.jsonClassifier().name()
                : classifier.csvClassifier().name();
    }

    /** The name of the classifier that an update changes. */
    static String name(UpdateClassifierRequest request) {
        // The four types name their member alike, so any of them reads it.
        return filled(
                        XMLClassifier.builder(),
                        theOne(
                                request.grokClassifier(),
                                request.xmlClassifier(),
                                request.jsonClassifier(),
                                request.csvClassifier()))
                .build()
                .name();
    }

    private static SdkPojo theOne(@Nullable SdkPojo... members) {
        List<SdkPojo> given = new ArrayList<>();
        for (SdkPojo member : members) {
            if (member != null) {
                given.add(member);
            }
        }
        if (given.size() != 1) {
            throw MetadataRequests.invalid(
                    "Exactly one of GrokClassifier, XMLClassifier, JsonClassifier and CsvClassifier must be given.");
        }
        return given.get(0);
    }

    /** Sets the members that are given; those of both classes are named alike. */
    private static <B extends SdkPojo> B filled(B builder, SdkPojo given) {
        SdkJsonReader.readInto(SdkJsonWriter.write(given), builder);
        return builder;
    }
}
