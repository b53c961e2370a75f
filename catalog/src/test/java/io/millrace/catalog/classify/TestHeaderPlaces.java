package io.millrace.catalog.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestHeaderPlaces {
    private static final List<String> COLUMNS = List.of("vendorid", "pickup_time", "fare");

    @Test
    void findsColumnsByNameInAnyOrder() {
        assertThat(HeaderPlaces.of(List.of("VendorID", "pickup_time", "fare"), COLUMNS))
                .contains(List.of(0, 1, 2));
        assertThat(HeaderPlaces.of(List.of("fare", "VendorID", "pickup_time"), COLUMNS))
                .contains(List.of(1, 2, 0));
    }

    @Test
    void findsNamesThatACrawlerMadeLegal() {
        assertThat(HeaderPlaces.of(List.of("Fare", "Pickup Time", " VendorID "), COLUMNS))
                .contains(List.of(2, 1, 0));
    }

    @Test
    void leavesOutWhatTheTableDoesNotHave() {
        assertThat(HeaderPlaces.of(List.of("fare", "tip", "vendorid", "pickup_time"), COLUMNS))
                .contains(List.of(2, 3, 0));
    }

    @Test
    void missesWhatTheFileDoesNotHave() {
        assertThat(HeaderPlaces.of(List.of("fare", "vendorid"), COLUMNS)).contains(List.of(1, -1, 0));
    }

    @Test
    void takesColumnsOfOtherNamesByPlace() {
        assertThat(HeaderPlaces.of(List.of("a", "b", "c"), COLUMNS)).contains(List.of(0, 1, 2));
        assertThat(HeaderPlaces.of(List.of("vendorid", "started", "fare"), COLUMNS))
                .contains(List.of(0, 1, 2));
    }

    @Test
    void doesNotGuess() {
        assertThat(HeaderPlaces.of(List.of("started", "vendorid", "fare"), COLUMNS))
                .isEmpty();
        assertThat(HeaderPlaces.of(List.of("vendorid", "started"), COLUMNS)).isEmpty();
        assertThat(HeaderPlaces.of(List.of(), COLUMNS)).isEmpty();
    }
}
