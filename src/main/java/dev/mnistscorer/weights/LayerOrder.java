package dev.mnistscorer.weights;

import dev.mnistscorer.weights.content.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Order of layers, and layout of their weights, in which the outputs of each are as many as the inputs of the next. */
final class LayerOrder {
    /** Maximum number of layers whose order is searched for: there are 40,320 orders of eight. */
    static final int MOST_TO_ORDER = 8;

    private LayerOrder() {}

    /** Returns true if the layers follow one another in this layout. */
    static boolean chains(List<LayerArrays> layers, Layout layout) {
        for (int k = 0; k < layers.size(); k++) {
            if (!layers.get(k).fits(layout) || k > 0 && !layers.get(k).follows(layers.get(k - 1), layout)) {
                return false;
            }
        }
        return true;
    }

    /** Returns true if the layers, in some order, follow one another in either layout. */
    static boolean chains(List<LayerArrays> layers) {
        return Arrays.stream(Layout.values()).anyMatch(layout -> chains(ordered(layers, layout), layout));
    }

    /** Returns the layout in which the shapes form a chain, else the one that matches more biases. */
    static Layout likelier(List<LayerArrays> layers) {
        if (chains(layers, Layout.OUT_IN)) {
            return Layout.OUT_IN;
        }
        long outIn = layers.stream().filter(layer -> layer.fits(Layout.OUT_IN)).count();
        long inOut = layers.stream().filter(layer -> layer.fits(Layout.IN_OUT)).count();
        return !chains(layers, Layout.IN_OUT) && outIn > inOut ? Layout.OUT_IN : Layout.IN_OUT;
    }

    /** Returns the layers as given; in another order if only that one forms a chain, and no third one does. */
    static List<LayerArrays> ordered(List<LayerArrays> given, Layout layout) {
        if (given.size() > MOST_TO_ORDER || chains(given, layout)) {
            return given;
        }
        List<List<LayerArrays>> found = orders(given, layout);
        return found.size() == 1 ? found.get(0) : given;
    }

    /** Returns the orders that form a chain, or the first two of them. */
    static List<List<LayerArrays>> orders(List<LayerArrays> layers, Layout layout) {
        List<List<LayerArrays>> found = new ArrayList<>();
        extend(new ArrayList<>(), layers, layout, found);
        return found;
    }

    private static void extend(
            List<LayerArrays> chain, List<LayerArrays> all, Layout layout, List<List<LayerArrays>> found) {
        if (chain.size() == all.size()) {
            found.add(List.copyOf(chain));
            return;
        }
        for (LayerArrays next : all) {
            boolean follows = chain.isEmpty() || next.follows(chain.get(chain.size() - 1), layout);
            if (found.size() < 2 && follows && next.fits(layout) && !chain.contains(next)) {
                chain.add(next);
                extend(chain, all, layout, found);
                chain.remove(chain.size() - 1);
            }
        }
    }
}
