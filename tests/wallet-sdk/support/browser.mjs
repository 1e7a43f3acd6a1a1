// Headless Chromium, with a folder of its own and no calls home.
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { Skip } from "./runner.mjs";
import { repository } from "./server.mjs";

const candidates = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const desktop = { viewport: { width: 1280, height: 900 } };
export const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const screenshots = join(repository, "artifacts/screenshots");

export class Browser {
  #browser;

  constructor(browser) {
    this.#browser = browser;
  }

  static async launch() {
    const executablePath = candidates.find((path) => path && existsSync(path));
    if (!executablePath) {
      return new Browser(null);
    }
    await mkdir(screenshots, { recursive: true });
    return new Browser(await chromium.launch({ executablePath, args: flags }));
  }

  /** A user with a browser of their own; what goes wrong in it is collected and judged when the user leaves. */
  async visit(options, body) {
    if (!this.#browser) {
      throw new Skip("no Chromium: install one, or name it in CHROMIUM");
    }
    const context = await this.#browser.newContext(options);
    try {
      const user = new User(context);
      await body(user);
      user.expectNoTrouble();
    } finally {
      await context.close();
    }
  }

  async close() {
    await this.#browser?.close();
  }
}

class User {
  #trouble = [];
  #expected = new Set();

  constructor(context) {
    this.context = context;
    context.setDefaultTimeout(20_000);
  }

  /** Statuses that pages may answer here; Chromium writes each of them to the console. */
  expectStatus(...statuses) {
    statuses.forEach((status) => this.#expected.add(status));
  }

  async newPage() {
    const page = await this.context.newPage();
    page.on("console", (message) => {
      const isExpected = [...this.#expected].some((status) => message.text().includes(`status of ${status} `));
      if (["error", "warning"].includes(message.type()) && !isExpected) {
        this.#trouble.push(`console: ${message.text()} at ${message.location().url}`);
      }
    });
    page.on("pageerror", (error) => this.#trouble.push(`script: ${error.stack}`));
    page.on("dialog", (dialog) => {
      this.#trouble.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    return page;
  }

  expectNoTrouble() {
    if (this.#trouble.length > 0) {
      throw new Error(this.#trouble.join("\n"));
    }
  }
}

/** The whole page as a picture, for people to look at. */
export function screenshot(page, name) {
  return page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}
