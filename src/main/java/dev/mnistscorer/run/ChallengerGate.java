package dev.mnistscorer.run;

import dev.mnistscorer.weights.content.TextForm;

/**
 * Condition for the accuracy of a challenger.
 *
 * @param requirement required outcome
 * @param significance p-value of McNemar's exact test below which a difference is not chance, above 0 and below 1
 */
public record ChallengerGate(Requirement requirement, double significance) {

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException naming the argument
     */
    public ChallengerGate {
        if (!(significance > 0 && significance < 1)) {
            throw new IllegalArgumentException("--significance must be above 0 and below 1 but was " + significance);
        }
    }

    /** Outcome of a comparison that is required. */
    public enum Requirement {
        /** The challenger is better, by more than chance. */
        WIN("win") {
            @Override
            boolean isMet(double difference, boolean significant) {
                return difference > 0 && significant;
            }
        },
        /** The challenger is not worse by more than chance. */
        NOT_LOSE("not-lose") {
            @Override
            boolean isMet(double difference, boolean significant) {
                return !(difference < 0 && significant);
            }
        };

        private final String text;

        Requirement(String text) {
            this.text = text;
        }

        /**
         * Parses the text form.
         *
         * @throws IllegalArgumentException if it is another text
         */
        public static Requirement parse(String text) {
            return TextForm.parse(values(), text);
        }

        /** The requirement in words. */
        String words() {
            return text.replace('-', ' ');
        }

        abstract boolean isMet(double difference, boolean significant);

        /** The requirement as it is typed. */
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Tells whether a comparison meets the condition; one that is not known does not.
     *
     * @param difference accuracy of the challenger less that of the base
     * @param p p-value
     */
    boolean isMet(double difference, double p) {
        return !Double.isNaN(difference) && requirement.isMet(difference, p < significance);
    }
}
