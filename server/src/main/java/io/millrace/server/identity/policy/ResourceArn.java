package io.millrace.server.identity.policy;

import java.util.Locale;

/**
 * What a call needs permission for.
 *
 * @param text an ARN, or the beginning of the ARNs that a set has in common
 * @param extent one resource or all whose ARN begins so
 * @param names how the resource's names are compared
 */
public record ResourceArn(String text, Extent extent, Names names) {
    /** What a call is about that names no resource we know: only a policy with the resource {@code *} allows it. */
    public static final ResourceArn ANY = new ResourceArn("", Extent.ALL_BELOW, Names.EXACT);

    /** One resource or many. */
    public enum Extent {
        ONE,
        ALL_BELOW
    }

    /** The catalog keeps some names in lower case, so that for them case must not get anybody past a rule. */
    public enum Names {
        EXACT,
        CASELESS
    }

    /** Lower-cases caseless names. */
    public ResourceArn {
        text = names == Names.CASELESS ? text.toLowerCase(Locale.ROOT) : text;
    }

    /** One resource. */
    public static ResourceArn one(String arn) {
        return new ResourceArn(arn, Extent.ONE, Names.EXACT);
    }

    /** All resources whose ARN begins so. */
    public static ResourceArn allBelow(String prefix) {
        return new ResourceArn(prefix, Extent.ALL_BELOW, Names.EXACT);
    }

    /** The same with names that case does not tell apart. */
    public ResourceArn caseless() {
        return new ResourceArn(text, extent, Names.CASELESS);
    }

    /** As messages and the audit log show it; a set ends with {@code *}. */
    @Override
    public String toString() {
        return extent == Extent.ONE ? text : text + "*";
    }
}
