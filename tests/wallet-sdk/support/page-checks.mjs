// What every page must be, whoever looks at it.
import assert from "node:assert/strict";

/** No script may run but ours, and no type is guessed. */
export function expectSafeHeaders(response) {
  const headers = response.headers();
  const policy = headers["content-security-policy"] ?? "";
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self'/);
  assert.doesNotMatch(policy, /unsafe/);
  assert.equal(headers["x-content-type-options"], "nosniff");
  assert.match(headers["cache-control"], /no-store/);
}

/** Language, title, landmarks, one heading of the first level, a name for every control, no empty descriptions, room for a thumb. */
export async function expectAccessible(page) {
  const faults = await page.evaluate(() => {
    const found = [];
    const isVisible = (element) => element.checkVisibility();
    if (!document.documentElement.lang) {
      found.push("no language");
    }
    if (!document.title.trim()) {
      found.push("no title");
    }
    for (const [selector, count] of [["main", 1], ["h1", 1], ["meta[name=viewport]", 1]]) {
      if (document.querySelectorAll(selector).length !== count) {
        found.push(`${document.querySelectorAll(selector).length} of ${selector}`);
      }
    }
    const levels = [...document.querySelectorAll("h1, h2, h3")].map((heading) => Number(heading.tagName[1]));
    levels.forEach((level, i) => i > 0 && level > levels[i - 1] + 1 && found.push(`heading ${i} skips a level`));
    for (const control of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
      const name = [...control.labels].map((label) => label.innerText.trim()).join(" ") || control.getAttribute("aria-label");
      if (!name) {
        found.push(`${control.name} has no label`);
      }
      for (const id of (control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean)) {
        if (!document.getElementById(id)?.innerText.trim()) {
          found.push(`${control.name} is described by #${id}, which says nothing`);
        }
      }
    }
    for (const control of document.querySelectorAll("input:not([type=hidden]), select, button")) {
      const box = control.getBoundingClientRect();
      if (isVisible(control) && box.height < 44) {
        found.push(`${control.tagName} ${control.name} is ${box.height} px high`);
      }
      if (control.tagName === "BUTTON" && !control.innerText.trim() && isVisible(control)) {
        found.push("a button without a name");
      }
    }
    for (const image of document.images) {
      if (!image.hasAttribute("alt")) {
        found.push(`${image.src} has no alt`);
      }
    }
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => found.push(`#${id} twice`));
    return found;
  });
  assert.deepEqual(faults, [], page.url());
}

/** WCAG 2.2 AA: 4.5 to 1 between text and what is behind it, 3 to 1 for large text. */
export async function expectReadable(page) {
  const faults = await page.evaluate(() => {
    const parse = (color) => (/^rgba?\(([^)]+)\)$/.exec(color)?.[1] ?? "0,0,0,1").split(/[,/ ]+/).map(Number);
    const luminance = ([r, g, b]) => {
      const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const backgroundOf = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const color = parse(getComputedStyle(at).backgroundColor);
        if (color.length === 3 || color[3] === 1) {
          return color;
        }
      }
      return matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
    };
    const found = [];
    for (const element of document.body.querySelectorAll("*")) {
      const text = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
      if ((text || element.matches("input")) && element.checkVisibility()) {
        const style = getComputedStyle(element);
        const [a, b] = [luminance(parse(style.color)), luminance(backgroundOf(element))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        const size = Number.parseFloat(style.fontSize);
        const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        if (ratio < (isLarge ? 3 : 4.5)) {
          found.push(`${element.tagName}.${element.className} "${element.innerText?.slice(0, 20)}": ${ratio.toFixed(2)}`);
        }
      }
    }
    return found;
  });
  assert.deepEqual(faults, [], page.url());
}

export async function expectNoSidewaysScroll(page) {
  const { content, width } = await page.evaluate(() => ({ content: document.documentElement.scrollWidth, width: document.documentElement.clientWidth }));
  assert.ok(content <= width, `${page.url()} is ${content} px wide in ${width} px`);
}
