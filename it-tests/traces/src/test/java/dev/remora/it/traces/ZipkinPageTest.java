package dev.remora.it.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.testing.Engines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * What a person sees who starts {@code ./demo --traces} or {@code ./demo --gateway} and opens the
 * page that it names: in a real browser, with a real Zipkin.
 */
class ZipkinPageTest {
  @Test
  void shows_each_call_from_the_client_by_orders_to_inventory() throws Exception {
    try (Demo demo = Demo.start("traces")) {
      assertThat(trace(demo.page(), "zipkin"))
          .contains("shop", "orders", "get /v1/items", "inventory", "get /v1/stock");
      assertThat(demo.end()).as(demo.output()).isZero();
    }
  }

  @Test
  void shows_each_call_from_the_gateway_by_orders_to_inventory() throws Exception {
    try (Demo demo = Demo.start("gateway")) {
      assertThat(trace(demo.page(), "zipkin-gateway"))
          .contains("remora-gateway", "orders", "get /v1/items", "inventory", "get /v1/stock");
      assertThat(demo.output())
          .contains("\"status\":401", "items from :")
          .contains("What the gateway does now");
      assertThat(demo.end()).as(demo.output()).isZero();
    }
  }

  /** The first trace on the page, as text in lower case. */
  private static String trace(String page, String picture) throws Exception {
    ChromeDriver browser = browser();
    try {
      browser.get(page);
      click(browser, "//button[contains(., 'Run Query')]");
      click(browser, "(//a[normalize-space()='Show'])[1]");
      browser.findElement(By.xpath("//*[contains(., 'Total Spans')]"));
      return browser.findElement(By.tagName("body")).getText().toLowerCase(Locale.ROOT);
    } finally {
      Files.write(Path.of("target", picture + ".png"), browser.getScreenshotAs(OutputType.BYTES));
      browser.quit();
    }
  }

  private static ChromeDriver browser() {
    Path chromium = Engines.path("chromium");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.addArguments(
        "--headless=new",
        // Its sandbox refuses to be started by root, as which tests may run in a container.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=1400,900");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromium.resolveSibling("chromedriver").toFile())
            .build();
    ChromeDriver browser = new ChromeDriver(service, options);
    browser.manage().timeouts().implicitlyWait(Duration.ofSeconds(30));
    return browser;
  }

  private static void click(WebDriver browser, String path) {
    browser.findElement(By.xpath(path)).click();
  }
}
