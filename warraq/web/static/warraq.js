// Makes pages nicer; every one of them works without it.
"use strict";

// The ticker stands still until a reader lets it run, as its language is read (Arabic from left to right), at a reading pace. On a phone, where one headline
// fills it, it turns to the next every seven seconds. It stops on hover and focus, and for those who want less motion.
(() => {
  const list = document.querySelector("[data-ticker]");
  const button = document.querySelector("[data-ticker-switch]");
  if (!list || !button || typeof list.animate !== "function") return;
  const PACE = 50; // pixels a second
  const TURN = 7000; // milliseconds
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const narrow = matchMedia("(max-width: 48rem)");
  const way = document.documentElement.dir === "rtl" ? 1 : -1; // to the right, or to the left
  let running = null;
  let timer = 0;

  const held = () => list.matches(":hover") || list.contains(document.activeElement);

  const stop = () => {
    clearInterval(timer);
    timer = 0;
    if (running) running.forEach((animation) => animation.cancel());
    running = null;
    list.querySelectorAll(":scope > [aria-hidden]").forEach((copy) => copy.remove());
    list.scrollTo({ left: 0 });
    button.setAttribute("aria-pressed", "false");
    button.textContent = button.dataset.run;
  };

  const started = () => {
    button.setAttribute("aria-pressed", "true");
    button.textContent = button.dataset.stop;
  };

  const turn = () => {
    if (held() || document.hidden) return;
    const step = list.clientWidth;
    const last = Math.abs(list.scrollLeft) + step >= list.scrollWidth - 4;
    list.scrollTo({ left: last ? 0 : list.scrollLeft - way * step, behavior: "smooth" });
  };

  const run = () => {
    const gap = parseFloat(getComputedStyle(list).columnGap) || 0;
    const items = [...list.children];
    const length = items.reduce((sum, item) => sum + item.getBoundingClientRect().width + gap, 0);
    items.forEach((item) => {
      const copy = item.cloneNode(true);
      copy.setAttribute("aria-hidden", "true");
      copy.querySelectorAll("a").forEach((link) => { link.tabIndex = -1; });
      list.append(copy);
    });
    list.scrollTo({ left: 0 });
    running = [...list.children].map((item) =>
      item.animate(
        [{ transform: "translateX(0)" }, { transform: `translateX(${way * length}px)` }],
        { duration: (length / PACE) * 1000, iterations: Infinity },
      ));
  };

  const start = () => {
    if (narrow.matches) timer = setInterval(turn, TURN);
    else run();
    started();
  };

  const pause = (still) => running && running.forEach((animation) => (still ? animation.pause() : animation.play()));
  list.addEventListener("pointerenter", () => pause(true));
  list.addEventListener("pointerleave", () => pause(list.contains(document.activeElement)));
  list.addEventListener("focusin", () => pause(true));
  list.addEventListener("focusout", () => pause(false));

  const remember = (wish) => { try { localStorage.setItem("ticker", wish); } catch { /* a reader who keeps nothing */ } };
  const wish = () => { try { return localStorage.getItem("ticker"); } catch { return null; } };
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") === "true";
    if (on) stop(); else start();
    remember(on ? "still" : "running");
  });
  list.addEventListener("renewed", () => { // other headlines hang there now (live.js)
    if (!running) return;
    running.forEach((animation) => animation.cancel());
    run();
  });
  narrow.addEventListener("change", stop);
  calm.addEventListener("change", () => { if (calm.matches) stop(); });
  button.hidden = false;
  if (!calm.matches && (wish() === "running" || (narrow.matches && wish() !== "still"))) start();
})();

// Keys for those who live on news: j and k go through a list, / goes to the search box.
(() => {
  const links = () => [...document.querySelectorAll("[data-stream] :is(h2, h3) a")];
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (event.code === "Slash" && !event.shiftKey) {
      const box = [...document.querySelectorAll("input[type=search]")].find((input) => input.offsetParent !== null);
      if (box) { event.preventDefault(); box.focus(); }
      return;
    }
    const step = { KeyJ: 1, KeyK: -1 }[event.code];
    const all = step ? links() : [];
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
    next.focus();
    next.scrollIntoView({ block: "center" });
  });
})();

// What came in since the last visit to the latest news: articles are numbered as they come in. Nobody is told but this browser.
(() => {
  const told = document.querySelector("[data-since]");
  if (!told) return;
  const number = (link) => Number(link.pathname.split("/").pop()) || 0;
  const links = [...document.querySelectorAll("[data-stream] h3 a")];
  const highest = Math.max(0, ...links.map(number));
  let seen = 0;
  try {
    seen = Number(localStorage.getItem("seen")) || 0;
    localStorage.setItem("seen", String(Math.max(seen, highest)));
  } catch { return; /* a reader who keeps nothing */ }
  const fresh = seen ? links.filter((link) => number(link) > seen) : [];
  fresh.forEach((link) => { link.closest("li").dataset.fresh = ""; });
  told.hidden = !fresh.length;
})();

// A picture is reported without leaving the article: the same page and the same form, asked for here and shown in a
// dialog. Whatever goes wrong, the link leads where it always led.
(() => {
  const read = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

  const send = async (form, address, button) => {
    const body = new URLSearchParams(new FormData(form));
    body.set(button.name, button.value);
    const page = await read(await fetch(address, { method: "POST", body, referrerPolicy: "same-origin" }));
    const said = page.querySelector("[data-answer]");
    if (!said) throw new Error("no answer");
    return said;
  };

  const show = (said, address, link) => {
    const dialog = document.createElement("dialog");
    dialog.className = "answer";
    dialog.dir = document.documentElement.dir;
    dialog.lang = document.documentElement.lang;
    dialog.append(...[...said.children].map((child) => document.importNode(child, true)));
    const heading = dialog.querySelector("h1");
    heading.id = "answer-name";
    dialog.setAttribute("aria-labelledby", heading.id);
    const well = document.createElement("button");
    well.type = "button";
    well.className = "strong";
    well.textContent = link.dataset.well;
    well.autofocus = true;
    well.addEventListener("click", () => dialog.close());
    dialog.querySelector("[data-close]").replaceWith(well);
    const form = dialog.querySelector("form");
    if (form) form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const next = await send(form, address, event.submitter);
        dialog.close();
        show(next, address, link);
      } catch { location.href = address; }
    });
    dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
    document.body.append(dialog);
    dialog.showModal();
  };

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-report]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || typeof HTMLDialogElement !== "function") return;
    event.preventDefault();
    try {
      const page = await read(await fetch(link.href, { referrerPolicy: "same-origin" }));
      const form = page.querySelector("form[data-report-form]");
      show(await send(form, link.href, form.querySelector("button")), link.href, link);
    } catch { location.href = link.href; }
  });
})();

// A search field says how what is typed may go on: papers, names, words of headlines. Source: the ARIA combobox pattern.
(() => {
  const WAIT = 120; // milliseconds after the last letter
  const LEAST = 2; // letters
  let lists = 0;

  const complete = (box) => {
    const form = box.form;
    const list = document.createElement("ul");
    list.id = `goes-on-${lists += 1}`;
    list.className = "goes-on";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", form.dataset.suggestions || "");
    form.append(list);
    Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })
      .forEach(([name, value]) => box.setAttribute(name, value));
    let timer = 0;
    let asking = null;
    let at = -1;

    const close = () => {
      clearTimeout(timer);
      if (asking) asking.abort();
      list.hidden = true;
      at = -1;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    };

    const choose = (number) => {
      const all = [...list.children];
      at = number;
      all.forEach((one, index) => one.setAttribute("aria-selected", String(index === at)));
      if (at < 0) box.removeAttribute("aria-activedescendant");
      else {
        box.setAttribute("aria-activedescendant", all[at].id);
        all[at].scrollIntoView({ block: "nearest" });
      }
    };

    const option = (one, number) => {
      const item = document.createElement("li");
      const text = document.createElement("bdi");
      const says = document.createElement("small");
      item.id = `${list.id}-${number}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.href = one.href;
      text.textContent = one.text;
      says.textContent = one.says;
      item.append(text, says);
      return item;
    };

    const ask = async () => {
      const typed = box.value.trimStart();
      if (typed.trim().length < LEAST) { close(); return; }
      if (asking) asking.abort();
      asking = new AbortController();
      try {
        const answer = await fetch(`${form.getAttribute("action")}/complete?q=${encodeURIComponent(typed)}`, { signal: asking.signal });
        if (!answer.ok || document.activeElement !== box) return;
        const choices = await answer.json();
        list.replaceChildren(...choices.map(option));
        at = -1;
        box.removeAttribute("aria-activedescendant");
        list.hidden = !choices.length;
        box.setAttribute("aria-expanded", String(choices.length > 0));
      } catch { /* asked again with the next letter; without an answer the field is what it was */ }
    };

    box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
    box.addEventListener("blur", close);
    box.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && !list.hidden) {
        event.preventDefault();
        const many = list.children.length + 1; // the field itself is one of the stops
        choose(((at + 1 + step + many) % many) - 1);
      } else if (step === 1) ask();
      else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
      else if (event.key === "Enter" && !list.hidden && at >= 0) {
        event.preventDefault();
        location.href = list.children[at].dataset.href;
      }
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const item = event.target.closest("[data-href]");
      if (item) location.href = item.dataset.href;
    });
  };

  document.querySelectorAll("form.search input[type=search]").forEach(complete);
})();

// A stretch of time is chosen by dragging over the bars; one bar is a link as without this.
(() => {
  const figure = document.querySelector("[data-range]");
  if (!figure) return;
  const bars = [...figure.querySelectorAll("a[data-span]")]; // the oldest first
  const of = (event) => {
    const under = document.elementFromPoint(event.clientX, event.clientY);
    return bars.indexOf(under && under.closest("a[data-span]"));
  };
  let first = -1;
  let last = -1;

  const paint = () => bars.forEach((bar, number) => {
    const inside = first >= 0 && number >= Math.min(first, last) && number <= Math.max(first, last);
    if (inside) bar.dataset.in = ""; else delete bar.dataset.in;
  });

  figure.addEventListener("dragstart", (event) => event.preventDefault());
  figure.addEventListener("pointerdown", (event) => { if (event.button === 0 && event.pointerType === "mouse") first = last = of(event); });
  figure.addEventListener("pointermove", (event) => {
    if (first < 0 || !event.buttons) return;
    const now = of(event);
    if (now >= 0) last = now;
    if (last !== first) paint();
  });
  document.addEventListener("pointerup", () => {
    if (first >= 0 && last !== first) {
      const [from, to] = [first, last].sort((one, other) => one - other).map((number) => bars[number].dataset.span);
      location.href = `${figure.dataset.range}&when=${from}..${to}`;
    }
    first = last = -1;
    setTimeout(paint);
  });
})();
