// Buttons that copy what stands beside them, that print, and the system's own way to hand on an address. Without this, the links and
// the texts stand there all the same.
"use strict";

(() => {
  const SHOWN = 2000; // milliseconds for which a button says that it is done

  const done = (button) => {
    const said = button.textContent;
    button.textContent = button.dataset.done;
    button.setAttribute("aria-live", "polite");
    setTimeout(() => { button.textContent = said; }, SHOWN);
  };

  if (navigator.clipboard && window.isSecureContext) {
    document.querySelectorAll("button[data-copy]").forEach((button) => {
      const text = document.getElementById(button.dataset.copy);
      if (!text) return;
      button.hidden = false;
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(text.textContent);
          done(button);
        } catch { getSelection().selectAllChildren(text); }
      });
    });
  }

  document.querySelectorAll("button[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });

  if (typeof navigator.share === "function") {
    document.querySelectorAll("button[data-share]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", async () => {
        try {
          await navigator.share({ title: button.dataset.title, url: button.dataset.share });
        } catch { /* the reader thought better of it */ }
      });
    });
  }
})();
