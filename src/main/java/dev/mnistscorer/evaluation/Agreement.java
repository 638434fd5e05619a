package dev.mnistscorer.evaluation;

/**
 * Metrics of a whole confusion matrix that correct for chance and for unbalanced classes.
 *
 * @param balancedAccuracy mean recall over the classes that occur
 * @param kappa Cohen's kappa: agreement beyond chance, 1 at best, 0 for chance; NaN if chance explains all
 * @param mcc Matthews correlation coefficient for many classes (Gorodkin, Comput. Biol. Chem. 28, 2004); NaN if all
 *     images have one class, or all predictions
 */
public record Agreement(double balancedAccuracy, double kappa, double mcc) {

    static Agreement of(ConfusionMatrix matrix, double balancedAccuracy) {
        double total = matrix.total();
        double correct = matrix.correct();
        double both = 0;
        double labels = 0;
        double predictions = 0;
        for (int k = 0; k < matrix.classes(); k++) {
            double support = matrix.support(k);
            double predicted = matrix.predicted(k);
            both += support * predicted;
            labels += support * support;
            predictions += predicted * predicted;
        }
        double chance = both / total / total;
        double kappa = (correct / total - chance) / (1 - chance);
        double mcc = (correct * total - both) / Math.sqrt((total * total - predictions) * (total * total - labels));
        return new Agreement(balancedAccuracy, finite(kappa), finite(mcc));
    }

    private static double finite(double value) {
        return Double.isInfinite(value) ? Double.NaN : value;
    }
}
