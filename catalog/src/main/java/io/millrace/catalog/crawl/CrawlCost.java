package io.millrace.catalog.crawl;

/**
 * What a crawl asked of the object store.
 *
 * @param listRequests listing calls (price class C at Backblaze B2)
 * @param readRequests reads of objects or parts of them (price class B)
 * @param objectsListed objects that listings or events named
 * @param objectsOpened objects of which something was read
 * @param bytesRead bytes that reads brought
 */
public record CrawlCost(long listRequests, long readRequests, long objectsListed, long objectsOpened, long bytesRead) {
    /** A crawl that asked nothing. */
    public static final CrawlCost NONE = new CrawlCost(0, 0, 0, 0, 0);

    /** Both together. */
    public CrawlCost plus(CrawlCost other) {
        return new CrawlCost(
                listRequests + other.listRequests,
                readRequests + other.readRequests,
                objectsListed + other.objectsListed,
                objectsOpened + other.objectsOpened,
                bytesRead + other.bytesRead);
    }
}
