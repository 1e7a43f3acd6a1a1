// A wallet in a web page of another origin.
import assert from "node:assert/strict";
import { join } from "node:path";
import { desktop } from "../support/browser.mjs";
import { answer, submit } from "../support/hosted-pages.mjs";
import { eventually } from "../support/runner.mjs";
import { remember } from "../support/secrets.mjs";
import { StaticSite } from "../support/static-site.mjs";

const files = {
  "/": '<!doctype html><html lang="en"><title>Wallet</title><link rel="icon" href="data:,"><h1>Wallet</h1><script src="/stellar-sdk.js"></script><script src="/wallet.js"></script></html>',
  "/stellar-sdk.js": { file: join(import.meta.dirname, "../node_modules/@stellar/stellar-sdk/dist/stellar-sdk.min.js") },
  "/wallet.js": { file: join(import.meta.dirname, "browser-wallet.js") },
};

export function cors(runner, { server, browser }) {
  const inWallet = (body) => () =>
    browser.visit(desktop, async (visitor) => {
      const site = await StaticSite.start(files);
      try {
        // Asking without a token is part of it.
        visitor.expectStatus(403);
        const page = await visitor.newPage();
        await page.goto(site.url);
        await body(page, visitor);
      } finally {
        await site.stop();
      }
    });
  const signIn = async (page) => {
    const seen = await page.evaluate((domain) => signInAndRead(domain), server.homeDomain);
    remember("token of a browser wallet", seen.token);
    remember("link of a browser wallet", new URL(seen.url).searchParams.get("token"));
    return seen;
  };

  runner.test("another origin: a page signs in and reads a transaction", inWallet(async (page) => {
    const seen = await signIn(page);
    const claims = JSON.parse(Buffer.from(seen.token.split(".")[1], "base64url"));
    assert.equal(claims.sub, seen.account);
    assert.equal(seen.transaction.id, seen.id);
    assert.equal(seen.transaction.status, "incomplete");
    assert.equal(seen.refused.status, 403);
    assert.ok(seen.refused.body.error);
  }));

  runner.test("another origin: the pages in a pop-up tell the wallet by postMessage", inWallet(async (page, visitor) => {
    const { url, id } = await signIn(page);
    const [popup] = await Promise.all([visitor.context.waitForEvent("page"), page.evaluate((link) => openPages(link), url)]);
    await popup.waitForSelector("[name=amount]");
    await answer(popup, { amount: "5" });
    await submit(popup);
    const told = await eventually("a message from the pop-up", () => page.evaluate(() => window.told[0]));
    assert.equal(told.origin, server.url);
    assert.equal(told.data.transaction.id, id);
    assert.notEqual(told.data.transaction.status, "incomplete");
  }));
}
