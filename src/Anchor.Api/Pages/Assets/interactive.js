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
  amount.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(update, 250);
  });

  async function update() {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    if (amount.value.trim() === "") {
      preview.hidden = true;
      return;
    }
    try {
      const answer = await fetch(`${form.dataset.fee}?amount=${encodeURIComponent(amount.value.trim())}`, { signal });
      const quote = await answer.json();
      preview.hidden = !answer.ok;
      if (answer.ok) {
        for (const part of ["in", "fee", "out"]) {
          preview.querySelector(`[data-${part}]`).textContent = quote[part];
        }
      }
    } catch {
      if (!signal.aborted) {
        preview.hidden = true;
      }
    }
  }
})();
