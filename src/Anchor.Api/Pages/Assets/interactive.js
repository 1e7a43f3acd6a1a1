// The fee as the user types. Without this script the "show the fee" button does the same.
"use strict";

(() => {
  const form = document.querySelector("form[data-fee]");
  if (!form) {
    return;
  }

  let timer = 0;
  let asking = new AbortController();

  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    // The session ends with the form: a question after that would be refused.
    clearTimeout(timer);
    asking.abort();
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });

  // Back from the browser's history: the form may be sent again.
  window.addEventListener("pageshow", () => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });

  const amount = form.querySelector("[data-amount]");
  const preview = document.getElementById("preview");
  if (!amount || !preview) {
    return;
  }

  form.querySelector("[data-preview-button]")?.setAttribute("hidden", "");
  // Its place is kept from the start: lines that appear later would push the button away from under a finger.
  const parts = ["in", "fee", "out"].map((part) => preview.querySelector(`[data-${part}]`));
  if (preview.hidden) {
    show(null);
    preview.hidden = false;
  }
  amount.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(update, 250);
  });

  async function update() {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    if (amount.value.trim() === "") {
      show(null);
      return;
    }
    try {
      const answer = await fetch(`${form.dataset.fee}?amount=${encodeURIComponent(amount.value.trim())}`, { signal });
      show(answer.ok ? await answer.json() : null);
    } catch {
      if (!signal.aborted) {
        show(null);
      }
    }
  }

  /** The server's amounts and fee; without a quote, dashes. */
  function show(quote) {
    ["in", "fee", "out"].forEach((part, index) => (parts[index].textContent = quote ? quote[part] : "\u2013"));
  }
})();
