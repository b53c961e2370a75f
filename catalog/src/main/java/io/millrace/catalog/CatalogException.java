package io.millrace.catalog;

/** A request that the catalog refuses. The code says which error of the service it is and whose fault; the message says why. */
public final class CatalogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final CatalogErrorCode code;

    /** A refusal with the message that the caller sees. */
    public CatalogException(CatalogErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /** A refusal with its cause, which is logged and never put on the wire. */
    public CatalogException(CatalogErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Which error of the service this is. */
    public CatalogErrorCode code() {
        return code;
    }
}
