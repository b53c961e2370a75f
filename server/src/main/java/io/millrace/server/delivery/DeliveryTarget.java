package io.millrace.server.delivery;

/** Takes deliveries of one kind. Called by several threads at once; may block. */
public interface DeliveryTarget {
    /**
     * Hands the delivery over. When this returns, the target has it for good.
     *
     * @throws UndeliverableException if no later try can succeed
     * @throws RuntimeException if it shall be tried again
     */
    void deliver(Delivery delivery);

    /** How handing over and forgetting the delivery belong together. */
    default Handover handover() {
        return Handover.SEPARATE;
    }

    /** How long handing over may take. */
    default Pace pace() {
        return Pace.QUICK;
    }

    /** What waits for whom. */
    enum Pace {
        /** It works on this machine. */
        QUICK,
        /** It may wait for others, seconds long, and must not keep quick ones from their turn. */
        SLOW
    }

    /** The ways of handing over. */
    enum Handover {
        /**
         * The target works in the server's database, on this thread: handing over and forgetting are one transaction, so it happens exactly
         * once.
         */
        TRANSACTION,
        /** The target is elsewhere: it may get the delivery again if the server dies in between, under the same id. */
        SEPARATE
    }
}
