package dev.remora.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.config.Balance;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the simulator is worth, and that the defaults stay within the bounds. */
class SimulatorTest {
  private static final int SEEDS = 2;

  /** Half of the time one of eleven is slow: 95.45 %, and the published experiment's 95 %. */
  @Test
  void roundRobinDoesWithOneSlowEndpointWhatArithmeticSays() {
    double good = new SlowEndpoint(1).run(Contestant.of(Balance.ROUND_ROBIN), 1).values()[0];
    assertThat(good).isBetween(95.3, 95.6);
  }

  /** Half of the time one of ten fails: 5 %. */
  @Test
  void roundRobinFailsWithOneFailingEndpointAsArithmeticSays() {
    Contestant plain =
        new Contestant(
            "plain",
            "balance: round-robin, outlier: {consecutive-failures: 0, success-rate-deviations: 0}",
            false);
    assertThat(new FailingFast(1).run(plain, 1).values()[0]).isBetween(4.8, 5.2);
  }

  @Test
  void theSameSeedRunsTheSame() {
    Scenario scenario = new FailingFast(10);
    double[] first = scenario.run(Contestant.defaults(), 7).values();
    assertThat(scenario.run(Contestant.defaults(), 7).values()).isEqualTo(first);
    assertThat(scenario.run(Contestant.defaults(), 8).line())
        .isNotEqualTo(scenario.run(Contestant.defaults(), 7).line());
  }

  @Test
  void oneEndpointThatFailsFastHardlyCounts() {
    assertBounds(new FailingFast(1));
  }

  @Test
  void oneSlowEndpointHardlyCounts() {
    assertBounds(new SlowEndpoint(1));
  }

  @Test
  void anEndpointThatJoinsGetsTheSharesOfTheCurve() {
    assertBounds(new ColdStart());
  }

  @Test
  void aLostZonesLoadIsSharedEvenly() {
    assertBounds(new ZoneLoss());
  }

  @Test
  void hashedKeysOverloadNobodyAndStayWhereTheyAre() {
    assertBounds(new BoundedHash());
  }

  @Test
  void totalFailureIsNotMultipliedAndEndsAtOnce() {
    assertBounds(new TotalFailure());
  }

  private static void assertBounds(Scenario scenario) {
    List<Contestant> judged = scenario.contestants().stream().filter(Contestant::judged).toList();
    assertThat(judged).isNotEmpty();
    assertThat(Tables.of(scenario, judged, SEEDS).violations()).isEmpty();
  }

  @Test
  void drawsWhatItMeasured(@TempDir Path folder) throws Exception {
    Tables tables = Tables.of(new FailingFast(1), List.of(Contestant.defaults()), 1);
    Path file = folder.resolve("chart.png");
    tables.chart().write(file);
    BufferedImage picture = ImageIO.read(file.toFile());
    assertThat(picture.getWidth()).isGreaterThan(1000);
    assertThat(Files.size(file)).isGreaterThan(5_000);
    assertThat(tables.csv().lines()).hasSize(2);
  }
}
