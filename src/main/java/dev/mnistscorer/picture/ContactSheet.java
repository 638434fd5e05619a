package dev.mnistscorer.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** Images in rows and columns on one white sheet, dark ink on white, with a caption under each. */
public final class ContactSheet {
    private static final int MARGIN = 8;
    private static final int PAPER = 0xffffff;
    private static final int INK = 0x202020;
    private static final int FRAME = 0xd8d8d8;

    /**
     * A picture on the sheet.
     *
     * @param pixels {@code [height, width]}, row-major, unsigned bytes, 255 the most ink
     * @param caption the text under it: digits, spaces and {@code .-:?>}
     */
    public record Picture(byte[] pixels, String caption) {}

    private final int height;
    private final int width;
    private final int zoom;

    /** A sheet for images of one size, each pixel drawn as a square of {@code zoom} × {@code zoom}. */
    public ContactSheet(int height, int width, int zoom) {
        this.height = height;
        this.width = width;
        this.zoom = zoom;
    }

    /** Draws the sheet as a PNG file; a column is as wide as the images or the widest caption. */
    public byte[] png(List<Picture> pictures, int columns) {
        int rows = (pictures.size() + columns - 1) / columns;
        int widest = pictures.stream().mapToInt(this::captionWidth).max().orElse(0);
        int cellWidth = Math.max(width * zoom, widest) + MARGIN;
        int cellHeight = height * zoom + MARGIN + PixelFont.HEIGHT * captionZoom() + MARGIN;
        BufferedImage sheet = new BufferedImage(
                Math.min(columns, pictures.size()) * cellWidth + MARGIN,
                rows * cellHeight + MARGIN,
                BufferedImage.TYPE_INT_RGB);
        fill(sheet, 0, 0, sheet.getWidth(), sheet.getHeight(), PAPER);
        for (int i = 0; i < pictures.size(); i++) {
            int x = MARGIN + i % columns * cellWidth + (cellWidth - MARGIN - width * zoom) / 2;
            int y = MARGIN + i / columns * cellHeight;
            draw(sheet, pictures.get(i), x, y);
        }
        return encode(sheet);
    }

    /** Draws one image alone, without frame or caption, as a PNG file. */
    public byte[] png(byte[] pixels) {
        BufferedImage sheet = new BufferedImage(width * zoom, height * zoom, BufferedImage.TYPE_BYTE_GRAY);
        drawPixels(sheet, pixels, 0, 0);
        return encode(sheet);
    }

    private int captionZoom() {
        return (zoom + 1) / 2;
    }

    private int captionWidth(Picture picture) {
        return PixelFont.width(picture.caption()) * captionZoom();
    }

    private void draw(BufferedImage sheet, Picture picture, int x, int y) {
        fill(sheet, x - 1, y - 1, width * zoom + 2, height * zoom + 2, FRAME);
        drawPixels(sheet, picture.pixels(), x, y);
        int text = captionWidth(picture);
        PixelFont.draw(
                picture.caption(),
                (px, py) -> fill(
                        sheet,
                        x + (width * zoom - text) / 2 + px * captionZoom(),
                        y + height * zoom + MARGIN + py * captionZoom(),
                        captionZoom(),
                        captionZoom(),
                        INK));
    }

    private void drawPixels(BufferedImage sheet, byte[] pixels, int x, int y) {
        for (int at = 0; at < pixels.length; at++) {
            int grey = 255 - (pixels[at] & 0xff);
            fill(sheet, x + at % width * zoom, y + at / width * zoom, zoom, zoom, grey << 16 | grey << 8 | grey);
        }
    }

    private static void fill(BufferedImage sheet, int x, int y, int width, int height, int colour) {
        for (int row = y; row < y + height; row++) {
            for (int column = x; column < x + width; column++) {
                sheet.setRGB(column, row, colour);
            }
        }
    }

    private static byte[] encode(BufferedImage sheet) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            // Without a cache on disk: there may be no directory for it that we can write to.
            ImageIO.setUseCache(false);
            ImageIO.write(sheet, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
