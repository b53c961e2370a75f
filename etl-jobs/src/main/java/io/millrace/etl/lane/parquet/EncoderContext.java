package io.millrace.etl.lane.parquet;

/**
 * What the encoders of a task share.
 *
 * @param scratch values of one step of rows
 * @param body the page that is being finished, if its values are indexes into a dictionary
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EncoderContext(
        ParquetOptions options, PageCompressor compressor, Segments segments, long[] scratch, GrowingBytes body) {
    /** The most rows that are taken at once. */
    static final int STEP_ROWS = 4096;

    static EncoderContext of(ParquetOptions options) {
        return new EncoderContext(
                options,
                PageCompressor.of(options.codec(), options.pageBytes()),
                new Segments(),
                new long[STEP_ROWS],
                new GrowingBytes(DefinitionLevels.maxBytes(options.pageRows())));
    }

    /** Room for a page's values, with room for its levels before them. */
    GrowingBytes newBody() {
        return new GrowingBytes(body.start());
    }
}
