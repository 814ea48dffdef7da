package dev.remora.it.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.remora.core.testing.Engines;
import dev.remora.it.gateway.GatewayJar;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * What an operator sees: the page of a gateway whose service has one good and one failing endpoint,
 * in a real browser. Leaves pictures of it in {@code target}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LivePageTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static Backend good;
  private static Backend failing;
  private static GatewayJar gateway;
  private static ChromeDriver browser;

  @BeforeAll
  static void open() throws Exception {
    good = new Backend(200);
    failing = new Backend(500);
    Path services = Files.createTempFile("services", ".yaml");
    Files.writeString(
        services,
        "endpoints: {orders: [127.0.0.1:%d, 127.0.0.1:%d], inventory: [127.0.0.1:%d]}"
            .formatted(good.port(), failing.port(), good.port()));
    gateway =
        GatewayJar.start(
            "registry: file:"
                + services
                + "\nservices: {orders: {balance: round-robin, retry: {attempts: 0}}}"
                + "\nexpose: [orders, inventory]",
            Map.of());
    for (int i = 0; i < 60; i++) {
      call("/orders/v1/items?secret=hidden");
      call("/inventory/v1/stock");
    }
    browser = browser();
    browser.get(gateway.adminUrl() + "/");
  }

  @AfterAll
  static void close() throws Exception {
    if (browser != null) {
      browser.quit();
    }
    if (gateway != null) {
      gateway.close();
    }
    good.close();
    failing.close();
  }

  private static int call(String path) throws IOException, InterruptedException {
    return CLIENT
        .send(
            HttpRequest.newBuilder(URI.create(gateway.url() + path)).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
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
        "--window-size=1400,1000");
    options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromium.resolveSibling("chromedriver").toFile())
            .build();
    ChromeDriver made = new ChromeDriver(service, options);
    made.manage().timeouts().implicitlyWait(Duration.ofSeconds(10));
    return made;
  }

  private static void until(String what, Callable<Boolean> holds) {
    await(what)
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptionsInstanceOf(StaleElementReferenceException.class)
        .until(holds);
  }

  private static String text(String id) {
    return browser.findElement(By.id(id)).getText();
  }

  private static void picture(String name) throws IOException {
    Files.write(
        Path.of("target", "page-" + name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
  }

  private static Object script(String code) {
    return browser.executeScript("return " + code);
  }

  @Test
  @Order(1)
  void refusesAWrongTokenAndTakesTheRightOneByKeyboardAlone() throws Exception {
    browser.switchTo().activeElement().sendKeys("wrong", Keys.ENTER);
    until("a refusal", () -> text("refused").contains("not the token"));
    browser.switchTo().activeElement().sendKeys(gateway.token(), Keys.ENTER);
    until("the page", () -> browser.findElement(By.id("live")).isDisplayed());
    assertThat(browser.getCurrentUrl()).doesNotContain(gateway.token());
  }

  @Test
  @Order(2)
  void showsRoutesWithTheirServicesAndRates() throws Exception {
    until("the routes", () -> text("route-rows").contains("inventory"));
    assertThat(text("route-rows")).contains("orders", "/orders", "strip-prefix /orders");
    call("/orders/v1/items");
    until("requests", () -> !text("rate").equals("0.0") && !text("rate").isEmpty());
    assertThat(browser.findElements(By.cssSelector("#rate-plot polyline"))).isNotEmpty();
    until("ready", () -> text("state").contains("ready"));
  }

  @Test
  @Order(3)
  void tellsWhyAnEndpointIsOut() throws Exception {
    until("an endpoint that is out", () -> text("service-list").contains("1 of 2 in"));
    until("why", () -> text("service-list").contains("ejected: "));
    assertThat(text("service-list")).contains("127.0.0.1:" + failing.port());
  }

  @Test
  @Order(4)
  void listsRecentErrorsWithoutTheirQueries() throws Exception {
    until("errors", () -> text("error-rows").contains("GET /orders/v1/items"));
    assertThat(text("error-rows")).contains("500").doesNotContain("hidden");
    picture("light");
  }

  @Test
  @Order(5)
  void findsWithTheKeyboard() {
    browser.findElement(By.tagName("body")).sendKeys("/");
    WebElement filter = browser.switchTo().activeElement();
    assertThat(filter.getDomAttribute("id")).isEqualTo("filter");
    filter.sendKeys("inventory");
    until("one route", () -> !text("route-rows").contains("strip-prefix /orders"));
    filter.sendKeys(Keys.ESCAPE);
    until("all routes", () -> text("route-rows").contains("strip-prefix /orders"));
  }

  @Test
  @Order(6)
  void canBeDark() throws Exception {
    Object light = script("getComputedStyle(document.body).backgroundColor");
    browser.findElement(By.id("theme")).click();
    Object dark = script("getComputedStyle(document.body).backgroundColor");
    assertThat(dark).isNotEqualTo(light);
    picture("dark");
    browser.findElement(By.id("theme")).click();
    assertThat(script("getComputedStyle(document.body).backgroundColor")).isEqualTo(light);
  }

  @Test
  @Order(7)
  void fitsNarrowScreens() throws Exception {
    browser.manage().window().setSize(new Dimension(500, 900));
    browser.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", 360, "height", 800, "deviceScaleFactor", 2, "mobile", true));
    until("the layout", () -> Long.valueOf(360).equals(script("window.innerWidth")));
    assertThat((Long) script("document.documentElement.scrollWidth")).isLessThanOrEqualTo(360);
    picture("narrow");
    browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  @Test
  @Order(8)
  void tellsOfAReloadThatFailed() throws Exception {
    gateway.edit("expose: [orders]\nroute: []");
    until("the problem", () -> text("reload-result").contains("unknown key"));
    picture("reload");
  }

  @Test
  @Order(9)
  void loadsNothingFromElsewhereAndComplainsOfNothing() {
    @SuppressWarnings("unchecked")
    List<String> loaded =
        (List<String>) script("performance.getEntriesByType('resource').map(e => e.name)");
    assertThat(loaded).isNotEmpty().allMatch(name -> name.startsWith(gateway.adminUrl()));
    assertThat(browser.manage().logs().get("browser").getAll())
        .filteredOn(entry -> !entry.getMessage().contains("401"))
        .filteredOn(entry -> !entry.getMessage().contains("favicon"))
        .isEmpty();
  }

  @Test
  @Order(10)
  void saysWhenTheGatewayIsGone() throws Exception {
    gateway.process().destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    until("word of it", () -> text("state").contains("no answer from the gateway"));
  }
}
