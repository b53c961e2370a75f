package io.millrace.catalog.crawl.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.crawl.database.ColumnTypes.Native;
import java.sql.Types;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestColumnTypes {
    @ParameterizedTest
    @CsvSource({
        "38, 10, 'decimal(38,10)'",
        "39, 10, string",
        "5, -2, 'decimal(7,0)'",
        "37, -2, string",
        "2, 5, 'decimal(5,5)'",
        "0, 0, 'decimal(38,18)'",
        "131089, 0, 'decimal(38,18)'"
    })
    void holdsEveryValueOfADecimal(int precision, int scale, String type) {
        assertThat(ColumnTypes.hive(DatabaseProduct.POSTGRESQL, new Native(Types.NUMERIC, "numeric", precision, scale)))
                .isEqualTo(type);
    }
}
