// One key a decision, and a picture that is shown only when it is asked for. Without this the same buttons and links work
// by themselves, and by the browser's access keys.
"use strict";

(() => {
  const OFF = "warraq-keys-off"; // remembered by this browser: keys are no help to who dictates, or types with a switch

  const read = () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } };
  const write = (off) => {
    try { if (off) localStorage.setItem(OFF, "1"); else localStorage.removeItem(OFF); } catch { /* it holds for this page then */ }
  };
  let off = read();

  const help = document.querySelector("[data-keys]");
  const toggle = document.querySelector("[data-keys-switch]");
  if (toggle) {
    const box = toggle.querySelector("input");
    toggle.hidden = false;
    box.checked = !off;
    box.addEventListener("change", () => { off = !box.checked; write(off); });
  }

  // The picture's own bytes are asked for here and nowhere before.
  const figure = document.querySelector("[data-look]");
  const link = figure && figure.querySelector("a[data-key]");
  if (link) {
    const image = figure.querySelector("img");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const shown = image.getAttribute("src") === image.dataset.full;
      image.src = shown ? image.dataset.blurred : image.dataset.full;
      image.alt = shown ? image.dataset.saidBlurred : image.dataset.saidFull;
      link.querySelector("span").textContent = shown ? link.dataset.show : link.dataset.cover;
    });
  }

  // A second press before the next page is there would decide about nothing, or twice.
  let sent = false;
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    if (sent) event.preventDefault();
    sent = true;
  });
  window.addEventListener("pageshow", () => { sent = false; });

  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (off || event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    if (event.key === "?" || event.key === "؟") {
      if (!help) return;
      help.open = !help.open;
      if (help.open) help.querySelector("summary").focus();
      event.preventDefault();
      return;
    }
    if (event.shiftKey) return;
    // the key's place on the board: on an Arabic one the same key has an Arabic letter
    const letter = /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : event.key.toLowerCase();
    const found = document.querySelector(`[data-key="${CSS.escape(letter)}"]`);
    if (!found) return;
    event.preventDefault();
    found.click();
  });
})();
