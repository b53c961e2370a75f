package io.millrace.catalog.crawl;

/**
 * How far a crawl is.
 *
 * @param phase what it does
 * @param folders folders found so far
 * @param foldersDone folders whose schema is known
 * @param objects data objects found so far
 * @param objectsOpened objects read so far
 */
public record CrawlProgress(Phase phase, long folders, long foldersDone, long objects, long objectsOpened) {
    /** The phases, in their order. Listing and sampling may overlap. */
    public enum Phase {
        LISTING,
        SAMPLING,
        WRITING
    }
}
