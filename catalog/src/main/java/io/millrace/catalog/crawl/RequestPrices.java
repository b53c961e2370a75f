package io.millrace.catalog.crawl;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What an object store takes for requests, in US dollars. Daily free requests are not counted in, so a price is what a crawl
 * costs at most.
 *
 * @param store the store's name
 * @param per1000Lists a thousand listing calls
 * @param per1000Reads a thousand reads
 */
public record RequestPrices(String store, BigDecimal per1000Lists, BigDecimal per1000Reads) {
    /**
     * Backblaze B2: class C $0.004 for 1,000, class B $0.004 for 10,000, class A (writes) free
     * (backblaze.com/b2/b2-transactions-price.html; the first 2,500 of each class a day are free).
     */
    public static final RequestPrices BACKBLAZE_B2 =
            new RequestPrices("Backblaze B2", new BigDecimal("0.004"), new BigDecimal("0.0004"));

    /** Amazon S3 Standard in us-east-1: LIST $0.005 for 1,000, GET $0.0004 for 1,000 (aws.amazon.com/s3/pricing). */
    public static final RequestPrices AMAZON_S3 =
            new RequestPrices("Amazon S3", new BigDecimal("0.005"), new BigDecimal("0.0004"));

    /** The price of a crawl's requests, exact. */
    public BigDecimal of(CrawlCost cost) {
        BigDecimal thousandth = BigDecimal.ONE.movePointLeft(3);
        return per1000Lists
                .multiply(BigDecimal.valueOf(cost.listRequests()))
                .add(per1000Reads.multiply(BigDecimal.valueOf(cost.readRequests())))
                .multiply(thousandth);
    }

    /** The price for people: {@code $0.0123}, two digits that count, never less than cents. */
    public static String text(BigDecimal dollars) {
        if (dollars.signum() == 0) {
            return "$0.00";
        }
        int digits = Math.max(2, dollars.scale() - dollars.precision() + 2);
        return "$" + dollars.setScale(digits, RoundingMode.HALF_UP).toPlainString();
    }
}
