package dev.mnistscorer.source.sample;

import java.util.SplittableRandom;

/**
 * Draws handwritten digits of 28 × 28 pixels, like those of MNIST. The strokes of a digit are varied in slant, width, rotation,
 * curvature and thickness, drawn with soft edges, fitted into a box of 20 × 20, and placed with their centre of mass in the
 * middle. The same seed and number give the same picture on any machine.
 */
final class DigitPen {
    static final int SIZE = 28;
    static final int DIGITS = 10;

    /** Spreads numbers over all 64 bits: neighbouring ones would begin alike. */
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private static final double BOX = 20;
    private static final int STEPS = 12;

    /** Longest gap in a stroke, in points. */
    private static final int LONGEST_GAP = 5;

    private final SplittableRandom random;
    private final Hand hand;
    private final double thickness;

    private double[] xs = new double[0];
    private double[] ys = new double[0];
    private double[] widths = new double[0]; // half the width of the stroke from each point on; 0 in a gap
    private int[] starts = new int[0];

    private DigitPen(long seed, Hand hand) {
        this.random = new SplittableRandom(seed);
        this.hand = hand;
        this.thickness = hand.thinnest + hand.thicknessSpread * random.nextDouble();
    }

    /** Class of picture {@code number} of a seed. */
    static int digit(long seed, long number, Hand hand) {
        return hand == Hand.NEAT
                ? (int) (number % DIGITS)
                : new SplittableRandom(~seed ^ number * SPREAD).nextInt(DIGITS);
    }

    /** Picture {@code number} of a seed, which shows {@code digit}: {@code [28, 28]}, row-major, unsigned bytes. */
    static byte[] write(int digit, long seed, long number, Hand hand) {
        DigitPen pen = new DigitPen(seed ^ number * SPREAD, hand);
        pen.move(Glyphs.strokes(digit, pen.random.nextInt(Glyphs.variants(digit, hand))));
        pen.vary();
        pen.press();
        pen.fit();
        byte[] first = pen.draw(0, 0);
        double[] centre = centreOfMass(first);
        double middle = SIZE / 2.0 - 0.5;
        return pen.draw(middle - centre[0], middle - centre[1]);
    }

    /** Follows the strokes, with a small random offset from each point, in steps short enough to be straight. */
    private void move(double[][] strokes) {
        int count = 0;
        for (double[] stroke : strokes) {
            count += (stroke.length / 2 - 1) * STEPS + 1;
        }
        xs = new double[count];
        ys = new double[count];
        starts = new int[strokes.length + 1];
        starts[strokes.length] = count;
        int at = 0;
        double lastX = 0;
        double lastY = 0;
        for (int s = 0; s < strokes.length; s++) {
            starts[s] = at;
            double[] points = strokes[s].clone();
            for (int i = 0; i < points.length; i++) {
                points[i] += between(hand.unsteadiness);
            }
            slip(points);
            boolean goesOn = s > 0
                    && strokes[s][0] == strokes[s - 1][strokes[s - 1].length - 2]
                    && strokes[s][1] == strokes[s - 1][strokes[s - 1].length - 1];
            if (goesOn) {
                points[0] = lastX;
                points[1] = lastY;
            }
            int last = points.length / 2 - 1;
            for (int i = 0; i < last; i++) {
                for (int step = 0; step < STEPS; step++, at++) {
                    double t = (double) step / STEPS;
                    xs[at] = curve(points, 0, i, t);
                    ys[at] = curve(points, 1, i, t);
                }
            }
            lastX = points[2 * last];
            lastY = points[2 * last + 1];
            xs[at] = lastX;
            ys[at++] = lastY;
        }
    }

    /** The Catmull-Rom spline through the points, at {@code t} of the way from point {@code i} to the next. */
    private static double curve(double[] points, int axis, int i, double t) {
        int last = points.length / 2 - 1;
        double before = points[2 * Math.max(0, i - 1) + axis];
        double from = points[2 * i + axis];
        double to = points[2 * (i + 1) + axis];
        double after = points[2 * Math.min(last, i + 2) + axis];
        return from
                + t
                        / 2
                        * (to
                                - before
                                + t
                                        * (2 * before
                                                - 5 * from
                                                + 4 * to
                                                - after
                                                + t * (3 * (from - to) + after - before)));
    }

    /** Varies slant, width, rotation and curvature of the whole digit. */
    private void vary() {
        double width = hand.width + between(hand.widthSpread);
        double slant = hand.slant + between(hand.slantSpread);
        double bow = between(hand.bowSpread);
        double rotation = between(hand.rotationSpread);
        double cos = StrictMath.cos(rotation);
        double sin = StrictMath.sin(rotation);
        for (int i = 0; i < xs.length; i++) {
            double y = ys[i] - 0.5;
            double x = (xs[i] - 0.5) * width - slant * y + bow * (1 - 4 * y * y);
            xs[i] = cos * x - sin * y;
            ys[i] = sin * x + cos * y;
        }
    }

    /** Lets the end of a stroke go farther or less far than it should. */
    private void slip(double[] points) {
        if (hand.slips > 0 && random.nextDouble() < hand.slips) {
            int last = points.length - 2;
            double farther = between(0.35);
            points[last] += farther * (points[last] - points[last - 2]);
            points[last + 1] += farther * (points[last + 1] - points[last - 1]);
        }
    }

    /** Varies the width along the strokes, and lifts the pen for a moment. */
    private void press() {
        widths = new double[xs.length];
        double phase = 2 * Math.PI * random.nextDouble();
        double waves = 1 + 2 * random.nextDouble();
        double pressure = hand.pressureSpread * random.nextDouble();
        for (int i = 0; i < xs.length; i++) {
            widths[i] = thickness * (1 + pressure * StrictMath.sin(phase + 2 * Math.PI * waves * i / xs.length));
        }
        if (random.nextDouble() < hand.gaps) {
            int from = STEPS + random.nextInt(Math.max(1, xs.length - 2 * STEPS));
            int length = 1 + random.nextInt(LONGEST_GAP);
            for (int i = from; i < Math.min(xs.length, from + length); i++) {
                widths[i] = 0;
            }
        }
    }

    /** Scales the digit to fit the box, by the same factor in both directions. */
    private void fit() {
        double left = Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        double right = -Double.MAX_VALUE;
        double bottom = -Double.MAX_VALUE;
        for (int i = 0; i < xs.length; i++) {
            left = Math.min(left, xs[i]);
            right = Math.max(right, xs[i]);
            top = Math.min(top, ys[i]);
            bottom = Math.max(bottom, ys[i]);
        }
        double ink = BOX - 2 * thickness;
        double factor = ink / Math.max(right - left, bottom - top);
        for (int i = 0; i < xs.length; i++) {
            xs[i] = (xs[i] - (left + right) / 2) * factor + SIZE / 2.0 - 0.5;
            ys[i] = (ys[i] - (top + bottom) / 2) * factor + SIZE / 2.0 - 0.5;
        }
    }

    /** Draws the strokes, shifted by so many pixels: full ink inside the pen, none farther than half a pixel outside. */
    private byte[] draw(double moveX, double moveY) {
        byte[] image = new byte[SIZE * SIZE];
        for (int s = 0; s + 1 < starts.length; s++) {
            for (int i = starts[s]; i + 1 < starts[s + 1]; i++) {
                if (widths[i] == 0) {
                    continue;
                }
                double reach = widths[i] + 0.5;
                double ax = xs[i] + moveX;
                double ay = ys[i] + moveY;
                double bx = xs[i + 1] + moveX;
                double by = ys[i + 1] + moveY;
                int top = (int) Math.max(0, Math.ceil(Math.min(ay, by) - reach));
                int bottom = (int) Math.min(SIZE - 1, Math.floor(Math.max(ay, by) + reach));
                int left = (int) Math.max(0, Math.ceil(Math.min(ax, bx) - reach));
                int right = (int) Math.min(SIZE - 1, Math.floor(Math.max(ax, bx) + reach));
                for (int y = top; y <= bottom; y++) {
                    for (int x = left; x <= right; x++) {
                        double depth = reach - distance(x, y, ax, ay, bx, by);
                        int ink = (int) Math.round(255 * Math.max(0, Math.min(1, depth)));
                        if (ink > (image[y * SIZE + x] & 0xff)) {
                            image[y * SIZE + x] = (byte) ink;
                        }
                    }
                }
            }
        }
        return image;
    }

    /** Distance of a point from a segment. */
    private static double distance(double x, double y, double ax, double ay, double bx, double by) {
        double dx = bx - ax;
        double dy = by - ay;
        double length = dx * dx + dy * dy;
        double along = length == 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
        double restX = x - ax - along * dx;
        double restY = y - ay - along * dy;
        return Math.sqrt(restX * restX + restY * restY);
    }

    private static double[] centreOfMass(byte[] image) {
        double sum = 0;
        double sumX = 0;
        double sumY = 0;
        for (int at = 0; at < image.length; at++) {
            int ink = image[at] & 0xff;
            sum += ink;
            sumX += (double) ink * (at % SIZE);
            sumY += (double) ink * (at / SIZE);
        }
        return new double[] {sumX / sum, sumY / sum};
    }

    private double between(double bound) {
        return (random.nextDouble() * 2 - 1) * bound;
    }
}
