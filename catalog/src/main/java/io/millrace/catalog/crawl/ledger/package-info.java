/** What crawls saw, kept so that the next crawl opens only what is new. Used by the crawls; stored by {@code crawl.jdbc}. */
@NullMarked
package io.millrace.catalog.crawl.ledger;

import org.jspecify.annotations.NullMarked;
