// Keeps the status page fresh, tells the wallet about changes, and shows times in the user's own zone.
"use strict";

(() => {
  const page = document.querySelector("main[data-status-url]");
  if (!page) {
    return;
  }

  const address = new URL(location.href);
  const callback = address.searchParams.get("callback");
  const changes = address.searchParams.get("on_change_callback");
  let status = page.dataset.status;
  let pause = 2000;

  localTimes();
  offerToClose();
  start();

  async function start() {
    const told = callback === "success";
    if ((callback && !told) || (changes && address.searchParams.get("initial"))) {
      const state = await read();
      if (state) {
        tell(told ? null : callback, state);
        if (changes !== callback) {
          tell(changes, state);
        }
        // A reload must not tell the wallet a second time.
        if (callback) {
          address.searchParams.set("callback", "success");
        }
        address.searchParams.delete("initial");
        history.replaceState(null, "", address);
      }
    }
    schedule();
  }

  function schedule() {
    if (page.dataset.terminal !== "true") {
      setTimeout(poll, pause);
      pause = Math.min(pause * 1.15, 15000);
    }
  }

  async function poll() {
    const state = document.hidden ? null : await read();
    if (state && state.transaction.status !== status && (await redraw())) {
      status = state.transaction.status;
      pause = 2000;
      tell(changes, state);
    }
    schedule();
  }

  async function read() {
    try {
      const answer = await fetch(page.dataset.statusUrl);
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  /** The server renders; only the parts that changed are put in place, so that screen readers hear the new status alone. */
  async function redraw() {
    try {
      const answer = await fetch(location.href);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const id of ["status", "details", "before", "after"]) {
        const part = fresh.getElementById(id);
        if (part) {
          document.getElementById(id).replaceChildren(...part.childNodes);
        }
      }
      page.dataset.terminal = fresh.querySelector("main").dataset.terminal;
      localTimes();
      return true;
    } catch {
      // The next poll tries again.
      return false;
    }
  }

  function tell(target, state) {
    if (!target) {
      return;
    }
    if (target.toLowerCase() === "postmessage") {
      const wallet = window.opener ?? (window.parent === window ? null : window.parent);
      wallet?.postMessage(state, "*");
    } else if (/^https?:\/\//i.test(target)) {
      fetch(target, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(state),
      }).catch(() => {});
    }
  }

  function localTimes() {
    for (const time of document.querySelectorAll("time")) {
      const date = new Date(time.dateTime);
      if (!Number.isNaN(date.getTime())) {
        time.textContent = date.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
      }
    }
  }

  function offerToClose() {
    const button = document.getElementById("close");
    if (button && window.opener) {
      button.hidden = false;
      button.addEventListener("click", () => window.close());
    }
  }
})();
