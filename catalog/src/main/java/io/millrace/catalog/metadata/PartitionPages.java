package io.millrace.catalog.metadata;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.expression.KeyOrder;
import io.millrace.catalog.expression.PartitionExpression;
import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.PartitionQuery;
import io.millrace.catalog.store.PartitionRows;
import io.millrace.catalog.store.PartitionSegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * The pages of one table's partitions. A token holds the order in which the list began, so that it goes on in it although indexes come and go,
 * and the values of the last partition.
 */
final class PartitionPages {
    private static final String INVALID = "Invalid NextToken: it does not belong to this list.";

    private final PageTokens tokens;
    private final Table table;

    PartitionPages(PageTokens tokens, Table table) {
        this.tokens = tokens;
        this.table = table;
    }

    Page<Partition> page(
            PartitionRows rows,
            PartitionExpression expression,
            PartitionSegment segment,
            @Nullable String token,
            int limit) {
        String database = table.databaseName();
        String scope = "GetPartitions/" + database + "/" + table.name();
        List<String> place = tokens.redeem(scope, token);
        KeyOrder order = place.isEmpty() ? rows.bestOrder(database, table.name(), expression) : order(place);
        List<String> after = place.isEmpty() ? List.of() : place.subList(1, place.size());
        PartitionQuery query = new PartitionQuery(database, table.name(), expression, order, segment);
        // One more than asked tells whether there is a next page.
        List<Partition> found = rows.list(query, after, limit + 1);
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<String> last = found.get(limit - 1).values();
        return new Page<>(found.subList(0, limit), tokens.issue(scope, place(order, last)));
    }

    private static List<String> place(KeyOrder order, List<String> values) {
        String positions = order.positions().stream().map(String::valueOf).collect(Collectors.joining(","));
        return Stream.concat(Stream.of(positions), values.stream()).toList();
    }

    private KeyOrder order(List<String> place) {
        try {
            List<Integer> positions = new ArrayList<>();
            Arrays.stream(place.get(0).split(","))
                    .filter(text -> !text.isEmpty())
                    .map(Integer::valueOf)
                    .forEach(positions::add);
            // The table may have been made anew with other keys.
            if (positions.size() == place.size() - 1
                    && positions.size() == table.partitionKeys().size()) {
                return new KeyOrder(positions);
            }
        } catch (IllegalArgumentException e) {
            throw new CatalogException(CatalogErrorCode.INVALID_INPUT, INVALID, e);
        }
        throw new CatalogException(CatalogErrorCode.INVALID_INPUT, INVALID);
    }
}
