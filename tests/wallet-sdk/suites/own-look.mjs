// A business' own files, templates, questions, fees and stellar.toml: the sample HarbourAnchor in a browser.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { desktop, phone, screenshot } from "../support/browser.mjs";
import { answer, submit } from "../support/hosted-pages.mjs";
import { expectAccessible, expectNoSidewaysScroll, expectReadable, expectSafeHeaders } from "../support/page-checks.mjs";
import { repository, Server } from "../support/server.mjs";
import { WalletUser } from "../support/wallet-user.mjs";

const blue = "rgb(29, 63, 143)";

export function ownLook(runner, { browser }) {
  let folder;
  let server;
  const test = (name, options, body) => runner.test(`own look: ${name}`, () => browser.visit(options, body), { seconds: 90 });
  const check = async (page) => {
    await expectAccessible(page);
    await expectReadable(page);
    await expectNoSidewaysScroll(page);
  };
  const started = async () => {
    if (!server) {
      folder = await mkdtemp(join(tmpdir(), "anchor-own-look-"));
      server = new Server(folder, { project: "HarbourAnchor", program: "HarbourAnchor", cwd: join(repository, "samples/HarbourAnchor") });
      await server.start();
    }
    return server;
  };

  for (const [device, options] of Object.entries({ desktop, phone, "phone in the dark": { ...phone, colorScheme: "dark" } })) {
    const picture = (page, name) => screenshot(page, `own-${name}-${device.replaceAll(" ", "-")}`);

    test(`a deposit with own questions, look and fee, on a ${device}`, options, async (visitor) => {
      visitor.expectStatus(400);
      const user = await WalletUser.ready(await started());
      const { id, url } = await user.start("deposit", { email_address: "ann@example.org" });
      const page = await visitor.newPage();
      const failed = [];
      page.on("response", (response) => response.status() >= 400 && response.request().resourceType() !== "document" && failed.push(response.url()));
      expectSafeHeaders(await page.goto(url));
      assert.equal(await page.locator("h1").innerText(), "About you");
      assert.equal(await page.locator("[name=email_address]").inputValue(), "ann@example.org", "what the wallet knows");
      await expectDressed(page, options.colorScheme === "dark" ? "rgb(157, 188, 255)" : blue);
      await check(page);
      await answer(page, { first_name: "Ann", last_name: "Bonny", birth_date: "1990-01-02" });
      await page.locator("[name=address_country_code]").selectOption("XX");
      await submit(page);
      assert.match(await page.locator(".error").innerText(), /not open to that country/);
      await check(page);
      await page.locator("[name=address_country_code]").selectOption("PT");
      await picture(page, "kyc");
      await submit(page);
      assert.equal(await page.locator("h1").innerText(), "Bring TEST to the harbour");
      await answer(page, { amount: "25" });
      await page.locator("#preview [data-out]").getByText("24").waitFor();
      await check(page);
      await picture(page, "amount");
      await submit(page);
      await page.waitForURL("**/transaction/more_info**");
      await expectDressed(page, options.colorScheme === "dark" ? "rgb(157, 188, 255)" : blue);
      await check(page);
      await picture(page, "status");
      await page.locator('main[data-terminal="true"]').waitFor();
      const text = await page.locator("main").innerText();
      assert.match(text, /Completed/);
      assert.match(text, /HB-AB-/, "the rails did not get what the user answered");
      assert.match(await page.locator("#after").innerText(), /Something wrong/);
      await picture(page, "completed");
      const done = await user.get(id);
      assert.deepEqual([done.amount_in, done.amount_fee, done.amount_out], ["25", "1", "24"]);
      assert.deepEqual(failed, []);
    });
  }

  test("messages and the front page wear it too; templates follow the language", desktop, async (visitor) => {
    visitor.expectStatus(404);
    const { url } = await started();
    const page = await visitor.newPage();
    await page.goto(`${url}/sep24/transaction/more_info?id=none&lang=de`);
    await expectDressed(page, blue);
    assert.doesNotMatch(await page.locator("footer").innerText(), /counter/);
    await page.goto(url);
    assert.equal(await page.locator("h1").innerText(), "Harbour Bank is running");
    await check(page);
  });

  runner.test("own look: stellar.toml has the business' content, and the server's keys", async () => {
    const { anchor } = new WalletUser(await started());
    const toml = await anchor.sep1();
    assert.equal(toml.documentation.orgName, "Harbour Bank");
    assert.equal(toml.principals[0].name, "Johanna Hafen");
    assert.equal(toml.currencies.length, 1);
    assert.equal(toml.currencies[0].name, "Harbour test");
    assert.equal(toml.currencies[0].conditions, "Redeemable at our counter.");
    assert.equal(toml.webAuthEndpoint, `${server.url}/auth`);
    assert.match(toml.signingKey, /^G/);
  });

  runner.test("own look: the sample ends with exit code 0", async () => {
    if (server) {
      try {
        await server.stop();
      } finally {
        server.kill();
        await rm(folder, { recursive: true, force: true });
      }
    }
  });
}

async function expectDressed(page, accent) {
  assert.equal(await page.locator("main").evaluate((main) => getComputedStyle(main).borderTopColor), accent);
  const logo = page.locator("header img.logo");
  assert.match(await logo.getAttribute("src"), /^\/static\/logo\.svg\?v=/);
  assert.ok(await logo.evaluate((image) => image.complete && image.naturalWidth > 0), "the logo is not shown");
  assert.match(await page.locator("body").evaluate((body) => getComputedStyle(body).backgroundImage), /\/static\/waves\.svg/);
  assert.match(await page.locator("header").innerText(), /Harbour Bank/);
  assert.match(await page.locator("footer").innerText(), /help@harbour\.example/);
}
