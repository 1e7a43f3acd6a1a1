// The interactive pages as a user goes through them.
import { remember } from "./secrets.mjs";

/** Opens the link, answers the form and gives the page when it shows the status. */
export async function completePages(page, url, answers) {
  await page.goto(url);
  await answer(page, answers);
  await submit(page);
  await page.waitForURL("**/transaction/more_info**");
}

export async function answer(page, answers) {
  for (const [name, value] of Object.entries(answers)) {
    await page.locator(`[name="${name}"]`).fill(value);
  }
}

/** Sends the form with its first button and waits for the answer, whatever it is. */
export async function submit(page) {
  await Promise.all([page.waitForEvent("domcontentloaded"), page.locator("form button[type=submit]").first().click()]);
}

/** Sends the form without a browser. */
export async function completeByHand(url, answers) {
  const opened = await fetch(url, { redirect: "manual" });
  const [cookie] = opened.headers.getSetCookie()[0].split(";");
  remember("cookie", cookie.split("=")[1]);
  const address = new URL(opened.headers.get("location"), url);
  const form = await (await fetch(address, { headers: { cookie } })).text();
  const body = new URLSearchParams({ _form: /name="_form" value="([^"]+)"/.exec(form)[1], ...answers });
  const done = await fetch(address, { method: "POST", headers: { cookie }, body, redirect: "manual" });
  if (done.status !== 303) {
    throw new Error(`the form was answered with ${done.status}`);
  }
}
