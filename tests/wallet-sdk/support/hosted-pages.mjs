// The interactive pages as a user goes through them.

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
