package dev.mnistscorer.weights.pickle;

import java.util.List;

/** Closed list of the names that a pickle of one kind of file may import, and the data that they stand for. */
public interface PickleNames {
    /** Imported name. */
    interface Name {
        /**
         * Returns the data that a call of the name stands for.
         *
         * @throws IllegalArgumentException if it must not be called, or not with these arguments
         */
        Object apply(List<Object> arguments);

        /**
         * Returns a new object of the name, a class.
         *
         * @throws IllegalArgumentException if it is none whose objects are described by their state alone
         */
        default Object create() {
            throw new IllegalArgumentException("no object of " + this + " must be created");
        }
    }

    /** Object on which a pickle sets a state. */
    interface Built {
        /** Takes the state. */
        void setState(Object state);
    }

    /** Data that may be in the pickle, for messages: {@code NumPy arrays}. */
    String kind();

    /**
     * Returns the name.
     *
     * @throws IllegalArgumentException if the pickle must not import it
     */
    Name of(String module, String name);

    /**
     * Returns the object outside the pickle that an identifier stands for.
     *
     * @throws IllegalArgumentException if there is none
     */
    default Object persistent(Object identifier) {
        throw new IllegalArgumentException(
                "all objects must be in the pickle but one is not: only " + kind() + " are read from a pickle");
    }
}
