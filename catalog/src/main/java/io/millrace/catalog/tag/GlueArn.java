package io.millrace.catalog.tag;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a Glue resource, {@code arn:aws:glue:REGION:ACCOUNT:TYPE/NAME} (Glue developer guide, "Specifying AWS Glue resource
 * ARNs").
 *
 * @param name what follows the type; may hold slashes
 */
record GlueArn(String region, String account, String type, String name) {
    private static final Pattern FORM =
            Pattern.compile("arn:aws[a-z-]*+:glue:([^:]*+):([^:]*+):([A-Za-z]++)(?:/(.++))?", Pattern.DOTALL);

    /** @throws CatalogException InvalidInputException if it is not of this form */
    static GlueArn parse(String arn) {
        Matcher parts = FORM.matcher(arn);
        if (!parts.matches()) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT,
                    "Invalid ResourceArn: it must be like arn:aws:glue:REGION:ACCOUNT:TYPE/NAME.");
        }
        String name = parts.group(4);
        return new GlueArn(parts.group(1), parts.group(2), parts.group(3), name == null ? "" : name);
    }
}
