// The pages as people use them: with a mouse, a thumb, a keyboard, without scripts, in the dark, and with bad intent.
import assert from "node:assert/strict";
import { expectAccessible, expectNoSidewaysScroll, expectReadable, expectSafeHeaders } from "../support/page-checks.mjs";
import { desktop, phone, screenshot } from "../support/browser.mjs";
import { answer, completePages, submit } from "../support/hosted-pages.mjs";
import { eventually } from "../support/runner.mjs";
import { remember } from "../support/secrets.mjs";
import { WalletUser } from "../support/wallet-user.mjs";

const attack = `"><script>alert(1)</script><img src=x onerror=alert(2)>'{{7*7}}\${7*7}`;

export function pages(runner, { server, browser }) {
  const test = (name, options, body) => runner.test(`pages: ${name}`, () => browser.visit(options, body));
  const start = async (kind, { language, fields } = {}) => {
    const user = await WalletUser.ready(server, { language });
    return { user, ...(await user.start(kind, fields)) };
  };
  const check = async (page) => {
    await expectAccessible(page);
    await expectReadable(page);
    await expectNoSidewaysScroll(page);
  };

  for (const [device, options] of Object.entries({ desktop, phone, "phone in the dark": { ...phone, colorScheme: "dark" } })) {
    const picture = (page, name) => screenshot(page, `${name}-${device.replaceAll(" ", "-")}`);

    test(`the front page says what runs here, on a ${device}`, options, async (visitor) => {
      const page = await visitor.newPage();
      expectSafeHeaders(await page.goto(server.url));
      await check(page);
      assert.match(await page.locator("main").innerText(), /stellar\.toml[\s\S]*TEST/);
      await picture(page, "landing");
    });

    test(`the runtime's page counts grains and commits, on a ${device}`, options, async (visitor) => {
      const page = await visitor.newPage();
      expectSafeHeaders(await page.goto(`${server.url}/console`));
      await check(page);
      const rows = await page.locator("main").innerText();
      assert.match(rows, /network\s+1\s+\d+/, "the grain that looks at the network is in memory");
      assert.match(rows, /durable commits\s+\d+/);
      await picture(page, "runtime");
      visitor.expectStatus(401);
      await page.goto(`${server.url}/console/sign-in`);
      await check(page);
      await page.getByLabel("Operator's token").fill("a guess");
      await submit(page);
      await page.getByText("That is not this server's token.").waitFor();
      await picture(page, "sign-in");
    });

    test(`a deposit from form to completed, on a ${device}`, options, async (visitor) => {
      const { user, id, url } = await start("deposit");
      await user.trust();
      const page = await visitor.newPage();
      expectSafeHeaders(await page.goto(url));
      assert.doesNotMatch(page.url(), /token=/, "the link's token stays in the address");
      await check(page);
      const button = page.locator("form button[type=submit]").first();
      const place = await button.boundingBox();
      await page.getByLabel("Amount").pressSequentially("123.45");
      const preview = page.locator("#preview");
      await preview.getByText("1.7345").waitFor();
      assert.match(await preview.innerText(), /123\.45[\s\S]*1\.7345[\s\S]*121\.7155/);
      assert.deepEqual(await button.boundingBox(), place, "the button moved while the user may be about to press it");
      await picture(page, "deposit-form");
      await submit(page);
      await page.waitForURL("**/transaction/more_info**");
      await check(page);
      await picture(page, "deposit-status");
      // No reload: the page follows by itself.
      await page.evaluate(() => (window.stayed = true));
      await page.locator('main[data-terminal="true"]').waitFor();
      assert.equal(await page.locator(".badge").innerText(), "Completed");
      assert.equal(await page.evaluate(() => window.stayed), true);
      const done = await user.get(id);
      assert.match(await page.locator("main").innerText(), new RegExp(done.stellar_transaction_id));
      assert.doesNotMatch(await page.locator("main").innerText(), /updates by itself/);
      await check(page);
      await picture(page, "deposit-completed");
    });

    test(`a withdrawal's form and what to pay, on a ${device}`, options, async (visitor) => {
      const { user, id, url } = await start("withdraw");
      const page = await visitor.newPage();
      await page.goto(url);
      await check(page);
      await answer(page, { amount: "20", bank_account_number: remember("bank account", "DE02120300000000202051") });
      await picture(page, "withdrawal-form");
      await submit(page);
      await page.waitForURL("**/transaction/more_info**");
      await check(page);
      const ready = await user.get(id);
      const text = await page.locator("main").innerText();
      assert.ok(text.includes(ready.withdraw_anchor_account) && text.includes(remember("memo", ready.withdraw_memo)), text);
      assert.ok(!text.includes("DE0212"), "the bank account stands on a page that anybody with the address can open");
      await picture(page, "withdrawal-status");
    });
  }

  test("a deposit with the keyboard alone", desktop, async (visitor) => {
    visitor.expectStatus(400);
    const { id, user, url } = await start("deposit");
    const page = await visitor.newPage();
    await page.goto(url);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await tabTo(page, "[name=amount]");
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, "none", "the focus cannot be seen");
    await page.keyboard.type("-5");
    await page.keyboard.press("Enter");
    await page.locator(".error").waitFor();
    await check(page);
    await tabTo(page, "[name=amount]");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("5");
    await tabTo(page, "form button[type=submit]");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/transaction/more_info**");
    assert.equal((await user.get(id)).amount_in, "5");
  });

  test("bad amounts are explained beside the field and change nothing", phone, async (visitor) => {
    visitor.expectStatus(400);
    const { user, id, url } = await start("deposit");
    const page = await visitor.newPage();
    await page.goto(url);
    const bad = {
      "": "fill in this field", "   ": "fill in this field", ten: "Enter an amount", "-5": "Enter an amount", "1e3": "Enter an amount", "1,5": "Enter an amount",
      "١٠": "Enter an amount", "1.00000001": "decimals", "0": "between 1 and 10000", "0.9999999": "between 1 and 10000", "10000.0000001": "between 1 and 10000",
      "99999999999999999999": "between 1 and 10000", "1.2.3": "Enter an amount", [attack]: "Enter an amount",
    };
    for (const [value, sentence] of Object.entries(bad)) {
      await answer(page, { amount: value });
      await submit(page);
      const amount = page.locator("[name=amount]");
      const error = await page.locator("#field-amount-error").innerText();
      assert.ok(error.length > 0 && error.includes(sentence), `${value}: ${error}`);
      assert.equal(await amount.getAttribute("aria-invalid"), "true");
      assert.match(await amount.getAttribute("aria-describedby"), /field-amount-error/);
      assert.equal((await amount.inputValue()).trim(), value.trim(), "what was typed is gone");
      await check(page);
    }
    await answer(page, { amount: "10000.0000001" });
    await submit(page);
    await screenshot(page, "deposit-error-phone");
    assert.equal((await user.get(id)).status, "incomplete");
  });

  test("script in every field, from the wallet and from the user, is shown and never run", desktop, async (visitor) => {
    visitor.expectStatus(400);
    const sent = { bank_account_number: attack.slice(0, 60), bank_account_type: attack.slice(0, 60) };
    const { user, id, url } = await start("withdraw", { fields: { ...sent, first_name: attack } });
    const page = await visitor.newPage();
    expectSafeHeaders(await page.goto(url));
    for (const [name, value] of Object.entries(sent)) {
      assert.equal(await page.locator(`[name=${name}]`).inputValue(), value, "what the wallet sent");
    }
    await answer(page, { amount: attack });
    await submit(page);
    assert.equal(await page.locator("[name=amount]").inputValue(), attack.slice(0, 200));
    await expectNothingInjected(page);
    await screenshot(page, "withdrawal-script");
    remember("account number of a script", sent.bank_account_number);
    await answer(page, { amount: "20" });
    await submit(page);
    await page.waitForURL("**/transaction/more_info**");
    await expectNothingInjected(page);
    const transaction = await user.get(id);
    for (const suffix of [`&lang=${encodeURIComponent(attack)}`, `&callback=${encodeURIComponent("javascript:alert(1)")}`, `&callback=${encodeURIComponent(attack)}`, `&on_change_callback=${encodeURIComponent(attack)}&initial=1`]) {
      expectSafeHeaders(await page.goto(transaction.more_info_url + suffix));
      await expectNothingInjected(page);
    }
    visitor.expectStatus(404);
    visitor.expectStatus(403);
    for (const path of [`/sep24/transaction/more_info?id=${encodeURIComponent(attack)}`, `/sep24/interactive/${encodeURIComponent(attack)}?token=${encodeURIComponent(attack)}`]) {
      await page.goto(server.url + path);
      await expectNothingInjected(page);
    }
  });

  test("a link opens once; a second tab and a reload go on, another browser does not", desktop, async (visitor) => {
    visitor.expectStatus(403);
    const { user, id, url } = await start("deposit", { language: "de" });
    const first = await visitor.newPage();
    await first.goto(url);
    await first.reload();
    await first.locator("[name=amount]").waitFor();
    const second = await visitor.newPage();
    await second.goto(first.url());
    await second.locator("[name=amount]").waitFor();

    const again = await visitor.newPage();
    assert.equal((await again.goto(url)).status(), 403);
    assert.equal(await again.locator("html").getAttribute("lang"), "de");
    await check(again);
    await screenshot(again, "link-used");
    await browser.visit(phone, async (stranger) => {
      stranger.expectStatus(403);
      const page = await stranger.newPage();
      assert.equal((await page.goto(first.url())).status(), 403);
    });

    await answer(first, { amount: "7" });
    await submit(first);
    await first.waitForURL("**/transaction/more_info**");
    await answer(second, { amount: "8" });
    await submit(second);
    await second.waitForURL("**/transaction/more_info**");
    assert.equal((await user.get(id)).amount_in, "7", "the second tab changed what was agreed");
  });

  test("the back button never sends a form twice", phone, async (visitor) => {
    const { user, id, url } = await start("deposit");
    const page = await visitor.newPage();
    await completePages(page, url, { amount: "9" });
    await page.goBack();
    await page.waitForURL("**/transaction/more_info**");
    await page.locator(".badge").waitFor();
    assert.equal(await page.locator("[name=amount]").count(), 0, "the form is offered again");
    assert.equal((await user.get(id)).amount_in, "9");
  });

  test("a form that is sent asks for no more fees", desktop, async (visitor) => {
    const { url } = await start("deposit");
    const page = await visitor.newPage();
    await page.clock.install();
    await page.goto(url);
    const questions = [];
    page.on("request", (request) => request.url().includes("/fee?") && questions.push(request.url()));
    // The page stays, as it does until the server has answered.
    await page.evaluate(() => window.addEventListener("submit", (event) => event.preventDefault()));
    await answer(page, { amount: "6" });
    await page.clock.runFor(1000);
    await page.locator("#preview [data-fee]").filter({ hasText: /\d/ }).waitFor();
    assert.equal(questions.length, 1);
    await answer(page, { amount: "60" });
    await page.locator("form button[type=submit]").first().click();
    await page.clock.runFor(1000);
    assert.equal(questions.length, 1, questions.at(-1));
  });

  test("everything works without scripts", { ...desktop, javaScriptEnabled: false }, async (visitor) => {
    const { user, id, url } = await start("deposit", { language: "fr" });
    await user.trust();
    const page = await visitor.newPage();
    await page.goto(url);
    assert.equal(await page.locator("html").getAttribute("lang"), "fr");
    await answer(page, { amount: "40" });
    await Promise.all([page.waitForEvent("domcontentloaded"), page.locator("[data-preview-button]").click()]);
    assert.match(await page.locator("#preview").innerText(), /40[\s\S]*0\.9[\s\S]*39\.1/);
    await screenshot(page, "deposit-without-scripts");
    await submit(page);
    await page.waitForURL("**/transaction/more_info**");
    await user.watch(id);
    await page.reload();
    assert.match(await page.locator(".badge").innerText(), /^Termin/);
  });

  for (const language of ["es", "pt", "de", "fr", "id", "pt-BR", "zz"]) {
    test(`all is in the wallet's language: ${language}`, phone, async (visitor) => {
      visitor.expectStatus(400);
      const { url } = await start("withdraw", { language });
      const page = await visitor.newPage();
      await page.goto(url);
      const expected = language === "zz" ? "en" : language.split("-")[0];
      assert.equal(await page.locator("html").getAttribute("lang"), expected);
      await check(page);
      await answer(page, { amount: "0" });
      await submit(page);
      await check(page);
      await answer(page, { amount: "20", bank_account_number: "1234567890" });
      await submit(page);
      await page.waitForURL("**/transaction/more_info**");
      assert.equal(await page.locator("html").getAttribute("lang"), expected);
      await check(page);
      await screenshot(page, `withdrawal-status-${language}`);
    });
  }

  test("a transaction that does not exist is told kindly", phone, async (visitor) => {
    visitor.expectStatus(404);
    const page = await visitor.newPage();
    const answer = await page.goto(`${server.url}/sep24/transaction/more_info?id=none&lang=es`);
    assert.equal(answer.status(), 404);
    assert.equal(await page.locator("html").getAttribute("lang"), "es");
    await check(page);
    await screenshot(page, "not-found-phone");
  });
}

async function tabTo(page, selector) {
  await eventually(`the focus on ${selector}`, async () => {
    await page.keyboard.press("Tab");
    return page.evaluate((wanted) => document.activeElement === document.querySelector(wanted), selector);
  }, 5);
}

/** No element of the page came from what was sent. Dialogs and errors are judged when the visitor leaves. */
async function expectNothingInjected(page) {
  const injected = await page.locator("script:not([src]), img[onerror], [onload], [onclick], a[href^=javascript]").count();
  assert.equal(injected, 0);
  assert.equal(await page.locator("body script, main img").count(), 0);
}
