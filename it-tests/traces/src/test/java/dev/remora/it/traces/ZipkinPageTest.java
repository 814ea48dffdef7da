package dev.remora.it.traces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remora.core.testing.Engines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * What a person sees who starts {@code ./demo --traces} and opens the page that it names: in a real
 * browser, with a real Zipkin.
 */
class ZipkinPageTest {
  private static final Path SCREENSHOT = Path.of("target", "zipkin.png");

  @Test
  void shows_each_call_from_the_client_by_orders_to_inventory() throws Exception {
    try (TracesDemo demo = TracesDemo.start()) {
      String page = demo.page();
      ChromeDriver browser = browser();
      try {
        browser.get(page);
        WebElement show =
            first(browser, "//a[normalize-space()='Show' or normalize-space()='SHOW']");
        show.click();
        first(browser, "//*[contains(text(), 'Duration')]");

        List<String> spans = new ArrayList<>();
        for (WebElement line : browser.findElements(By.tagName("body"))) {
          spans.add(line.getText());
        }
        String text = String.join("\n", spans);
        assertThat(text).containsIgnoringCase("shop: get");
        assertThat(text).containsIgnoringCase("orders");
        assertThat(text).containsIgnoringCase("get /v1/items");
        assertThat(text).containsIgnoringCase("inventory");
        assertThat(text).containsIgnoringCase("get /v1/stock");
      } finally {
        Files.write(SCREENSHOT, browser.getScreenshotAs(OutputType.BYTES));
        browser.quit();
      }
      assertThat(demo.end()).as(demo.output()).isZero();
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

  private static WebElement first(WebDriver browser, String path) {
    return browser.findElement(By.xpath(path));
  }
}
