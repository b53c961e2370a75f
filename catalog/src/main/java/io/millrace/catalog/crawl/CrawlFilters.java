package io.millrace.catalog.crawl;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.metadata.MetadataRequests;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.CrawlerHistory;
import software.amazon.awssdk.services.glue.model.CrawlsFilter;
import software.amazon.awssdk.services.glue.model.FieldName;
import software.amazon.awssdk.services.glue.model.FilterOperator;

/**
 * Which crawls {@code ListCrawls} gives (Glue API, {@code CrawlsFilter}): all filters must hold. Times are milliseconds since 1970; a crawl
 * that runs has no end and passes no filter on it. {@code CRAWL_ID} and {@code STATE} are equal or not, in order they are not.
 */
record CrawlFilters(List<Predicate<CrawlerHistory>> all) {
    /** @throws CatalogException InvalidInputException if a filter has no sense */
    static CrawlFilters parse(List<CrawlsFilter> filters) {
        List<Predicate<CrawlerHistory>> parsed = new ArrayList<>();
        for (CrawlsFilter filter : filters) {
            parsed.add(parse(filter));
        }
        return new CrawlFilters(List.copyOf(parsed));
    }

    boolean pass(CrawlerHistory crawl) {
        return all.stream().allMatch(filter -> filter.test(crawl));
    }

    private static Predicate<CrawlerHistory> parse(CrawlsFilter filter) {
        if (filter.fieldName() == null || filter.filterOperator() == null || filter.fieldValue() == null) {
            throw MetadataRequests.invalid("A filter needs a FieldName, a FilterOperator and a FieldValue.");
        }
        FieldName field = filter.fieldName();
        IntPredicate operator = operator(filter.filterOperator());
        return switch (field) {
            case CRAWL_ID, STATE -> equality(field, filter, operator);
            case START_TIME, END_TIME, DPU_HOUR -> order(field, filter, operator);
            default -> throw MetadataRequests.invalid("Unknown FieldName " + filter.fieldNameAsString() + ".");
        };
    }

    private static Predicate<CrawlerHistory> equality(FieldName field, CrawlsFilter filter, IntPredicate operator) {
        if (filter.filterOperator() != FilterOperator.EQ && filter.filterOperator() != FilterOperator.NE) {
            throw MetadataRequests.invalid("A filter on " + field + " needs the FilterOperator EQ or NE.");
        }
        return crawl -> {
            String value = field == FieldName.STATE ? crawl.stateAsString() : crawl.crawlId();
            return operator.test(value.equals(filter.fieldValue()) ? 0 : 1);
        };
    }

    private static Predicate<CrawlerHistory> order(FieldName field, CrawlsFilter filter, IntPredicate operator) {
        BigDecimal bound = number(field, filter.fieldValue());
        return crawl -> Optional.ofNullable(value(field, crawl))
                .filter(value -> operator.test(value.compareTo(bound)))
                .isPresent();
    }

    private static BigDecimal number(FieldName field, String value) {
        try {
            return new BigDecimal(value.strip());
        } catch (NumberFormatException e) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT,
                    "The FieldValue of a filter on %s must be a number, but is %s.".formatted(field, value),
                    e);
        }
    }

    private static @Nullable BigDecimal value(FieldName field, CrawlerHistory crawl) {
        return switch (field) {
            case START_TIME -> BigDecimal.valueOf(crawl.startTime().toEpochMilli());
            case END_TIME ->
                crawl.endTime() == null
                        ? null
                        : BigDecimal.valueOf(crawl.endTime().toEpochMilli());
            default -> BigDecimal.valueOf(crawl.dpuHour());
        };
    }

    private static IntPredicate operator(FilterOperator operator) {
        return switch (operator) {
            case GT -> order -> order > 0;
            case GE -> order -> order >= 0;
            case LT -> order -> order < 0;
            case LE -> order -> order <= 0;
            case EQ -> order -> order == 0;
            case NE -> order -> order != 0;
            default -> throw MetadataRequests.invalid("Unknown FilterOperator.");
        };
    }
}
