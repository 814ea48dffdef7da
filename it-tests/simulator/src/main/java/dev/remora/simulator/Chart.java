package dev.remora.simulator;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Lines over the seconds of a run, as a PNG picture. */
final class Chart {
  private static final int WIDTH = 1100;
  private static final int HEIGHT = 520;
  private static final int LEFT = 80;
  private static final int RIGHT = 250;
  private static final int TOP = 50;
  private static final int BOTTOM = 55;
  private static final int PLOT_WIDTH = WIDTH - LEFT - RIGHT;
  private static final int PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;

  /** Of Okabe and Ito: told apart by the colour-blind, too. */
  private static final Color[] COLOURS = {
    new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7),
    new Color(0xE69F00), new Color(0x56B4E9), new Color(0x000000), new Color(0x8A8A00),
  };

  private final String title;
  private final String unit;
  private final List<Line> lines = new ArrayList<>();
  private double top;

  /**
   * An empty chart.
   *
   * @param unit of the vertical axis
   */
  Chart(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  /** Adds a line, one value a second; NaN leaves a gap. */
  void line(String name, double[] values) {
    lines.add(new Line(name, values.clone()));
    for (double value : values) {
      top = Double.isNaN(value) ? top : Math.max(top, value);
    }
  }

  /** Writes the picture. */
  void write(Path file) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    double step = step(top / 5);
    double full = Math.max(step, Math.ceil(top / step - 1e-9) * step);
    int seconds = lines.stream().mapToInt(line -> line.values.length).max().orElse(1);
    axes(graphics, full, step, seconds);
    for (int i = 0; i < lines.size(); i++) {
      draw(graphics, i, full, seconds);
    }
    graphics.dispose();
    try {
      Files.createDirectories(file.getParent());
      if (!ImageIO.write(image, "png", file.toFile())) {
        throw new IOException("this JDK writes no PNG");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A round number not below {@code least}: 1, 2 or 5 times a power of ten. */
  private static double step(double least) {
    if (least <= 0) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= least - 1e-12) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private void axes(Graphics2D graphics, double full, double step, int seconds) {
    graphics.setColor(Color.DARK_GRAY);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    graphics.drawString(title, LEFT, 30);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    graphics.drawString(unit, 10, TOP - 12);
    graphics.drawString("seconds", LEFT + PLOT_WIDTH - 50, HEIGHT - 15);
    for (double value = 0; value <= full + step / 2; value += step) {
      int y = (int) y(value, full);
      graphics.setColor(new Color(0xE0E0E0));
      graphics.drawLine(LEFT, y, LEFT + PLOT_WIDTH, y);
      graphics.setColor(Color.DARK_GRAY);
      String label = String.format(Locale.ROOT, step < 1 ? "%.2f" : "%.0f", value);
      graphics.drawString(label, LEFT - 8 - graphics.getFontMetrics().stringWidth(label), y + 4);
    }
    int every = Math.max(1, (int) step(seconds / 10.0));
    for (int second = 0; second <= seconds; second += every) {
      graphics.drawString(Integer.toString(second), (int) x(second, seconds) - 6, HEIGHT - 32);
    }
    graphics.drawRect(LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT);
  }

  private void draw(Graphics2D graphics, int index, double full, int seconds) {
    Line line = lines.get(index);
    graphics.setColor(COLOURS[index % COLOURS.length]);
    graphics.setStroke(
        index < COLOURS.length
            ? new BasicStroke(2f)
            : new BasicStroke(
                2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {6, 4}, 0));
    Path2D path = new Path2D.Double();
    boolean drawing = false;
    for (int i = 0; i < line.values.length; i++) {
      if (Double.isNaN(line.values[i])) {
        drawing = false;
        continue;
      }
      double x = x(i + 0.5, seconds);
      double y = y(line.values[i], full);
      if (drawing) {
        path.lineTo(x, y);
      } else {
        path.moveTo(x, y);
      }
      drawing = true;
    }
    graphics.draw(path);
    int y = TOP + 10 + 22 * index;
    int x = LEFT + PLOT_WIDTH + 20;
    graphics.drawLine(x, y, x + 25, y);
    graphics.setColor(Color.DARK_GRAY);
    graphics.drawString(line.name, x + 32, y + 4);
  }

  private static double x(double second, int seconds) {
    return LEFT + PLOT_WIDTH * second / seconds;
  }

  private static double y(double value, double full) {
    return TOP + PLOT_HEIGHT * (1 - value / full);
  }

  private static final class Line {
    private final String name;
    private final double[] values;

    Line(String name, double[] values) {
      this.name = name;
      this.values = values;
    }
  }
}
