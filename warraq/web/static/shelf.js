// A reader's own memory, in this browser alone: what they put aside for later, and which articles they have read.
"use strict";

(() => {
  const MOST_SAVED = 300;
  const MOST_READ = 5000;
  const FORMAT = "warraq-reading-list/1";

  const load = (name, otherwise) => {
    try { return JSON.parse(localStorage.getItem(name)) ?? otherwise; } catch { return otherwise; }
  };
  const store = (name, value) => {
    try { localStorage.setItem(name, JSON.stringify(value)); return true; } catch { return false; /* a reader who keeps nothing */ }
  };
  const order = (told, path) => {
    const worker = navigator.serviceWorker && navigator.serviceWorker.controller;
    if (worker) worker.postMessage({ order: told, path });
  };

  // An article's number, the last word of its address; 0 for what is no article's address.
  const numberOf = (path) => {
    const found = /^(?:\/(?:fr|en))?\/([^/]+)\/([1-9][0-9]*)$/.exec(path);
    return found && !["story", "picture", "request", "day"].includes(found[1]) ? Number(found[2]) : 0;
  };

  // Read articles: every number up to `below`, and the latest of the others.
  const read = () => {
    const held = load("read", {});
    return { below: Number(held.below) || 0, ids: Array.isArray(held.ids) ? held.ids : [] };
  };
  const markRead = (number) => {
    const { below, ids } = read();
    if (number <= below) return;
    store("read", { below, ids: [...ids.filter((one) => one !== number), number].slice(-MOST_READ) });
  };
  const markAll = (highest) => {
    const { below, ids } = read();
    const upTo = Math.max(below, highest);
    store("read", { below: upTo, ids: ids.filter((one) => one > upTo) });
  };

  const links = () => [...document.querySelectorAll("main :is(h2, h3) a, main a.paper-line, main .others a")];
  const dim = () => {
    const { below, ids } = read();
    const known = new Set(ids);
    links().forEach((link) => {
      const number = numberOf(link.pathname);
      if (!number) return;
      if (number <= below || known.has(number)) link.dataset.read = ""; else delete link.dataset.read;
    });
    const none = document.querySelector("[data-all-read]");
    if (none) {
      const rows = [...document.querySelectorAll("[data-stream] > li")];
      const hides = document.documentElement.hasAttribute("data-hide-read");
      none.hidden = !hides || rows.some((row) => !row.querySelector("a[data-read]"));
    }
  };

  const saved = () => {
    const held = load("saved", []);
    return Array.isArray(held) ? held.filter((one) => one && numberOf(String(one.href))) : [];
  };
  const holds = (href) => saved().some((one) => one.href === href);
  const put = (one) => {
    if (!store("saved", [one, ...saved().filter((other) => other.href !== one.href)].slice(0, MOST_SAVED))) return;
    order("save", one.href);
  };
  const remove = (href) => {
    store("saved", saved().filter((one) => one.href !== href));
    order("unsave", href);
  };

  // The article's own button.
  const button = document.querySelector("[data-shelve]");
  const told = () => {
    const on = holds(location.pathname);
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? button.dataset.on : button.dataset.off;
    const way = document.querySelector("[data-shelf-link]");
    way.textContent = way.dataset.shelfLink;
    way.hidden = !on;
  };
  if (button) {
    markRead(numberOf(location.pathname));
    button.addEventListener("click", () => {
      if (holds(location.pathname)) remove(location.pathname);
      else put({ href: location.pathname, title: button.dataset.title, paper: button.dataset.paper, origin: button.dataset.origin || null, at: Date.now() });
      told();
    });
    button.hidden = false;
    told();
  }

  // What is no longer shown to anybody leaves the list too.
  if (document.querySelector("[data-gone]")) {
    store("saved", saved().filter((one) => numberOf(one.href) !== numberOf(location.pathname)));
  }

  // In dense lists a mark beside each headline, and the key s on the one that has the focus.
  const mark = document.querySelector("template[data-shelve-mark]");
  const facts = (link) => {
    const row = link.closest("li");
    const paper = row.querySelector(".paper");
    return { href: link.pathname, title: link.textContent.trim(), paper: paper ? paper.textContent.trim() : "", origin: null, at: Date.now() };
  };
  const toggle = (link) => { if (holds(link.pathname)) remove(link.pathname); else put(facts(link)); };
  const marks = () => {
    if (!mark) return;
    document.querySelectorAll("[data-stream] > li").forEach((row) => {
      const link = row.querySelector("h3 a");
      if (!link || !numberOf(link.pathname)) return;
      let own = row.querySelector("[data-shelve-row]");
      if (!own) {
        own = mark.content.firstElementChild.cloneNode(true);
        own.addEventListener("click", () => { toggle(link); marks(); });
        (row.querySelector(".where") || row).append(own);
      }
      const on = holds(link.pathname);
      own.setAttribute("aria-pressed", String(on));
      own.title = on ? own.dataset.on : own.dataset.off;
      own.querySelector("span").textContent = `${own.title}: ${link.textContent.trim()}`;
    });
  };
  if (mark) document.addEventListener("keydown", (event) => {
    const link = event.target.closest("[data-stream] h3 a");
    if (!link || event.code !== "KeyS" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    toggle(link);
    marks();
  });

  // The latest news: all read, and only what is not.
  const hide = document.querySelector("[data-hide]");
  const hidden = () => {
    const on = load("hide-read", false) === true;
    document.documentElement.toggleAttribute("data-hide-read", on);
    hide.setAttribute("aria-pressed", String(on));
  };
  if (hide) {
    hide.addEventListener("click", () => { store("hide-read", load("hide-read", false) !== true); hidden(); dim(); });
    const all = document.querySelector("[data-mark-all]");
    all.addEventListener("click", () => {
      markAll(Math.max(0, ...[...document.querySelectorAll("[data-stream] h3 a")].map((link) => numberOf(link.pathname))));
      dim();
    });
    document.querySelector("[data-reading-tools]").hidden = false;
    hidden();
  }

  dim();
  marks();
  document.addEventListener("renewed", () => { dim(); marks(); });
  addEventListener("pageshow", (event) => { if (event.persisted) { dim(); marks(); if (button) told(); } });
  addEventListener("storage", () => { dim(); marks(); if (button) told(); });

  // The list's own page.
  const shelf = document.querySelector("[data-shelf]");
  if (!shelf) return;
  const part = (name) => shelf.querySelector(`[data-${name}]`);
  const day = (milliseconds) => {
    const root = document.documentElement;
    const digits = `u-nu-${root.dataset.digits || "latn"}`;
    const locales = root.lang === "ar" ? [`ar-${shelf.dataset.region}-${digits}`, `ar-${digits}`] : [root.lang === "en" ? "en-GB" : root.lang];
    for (const one of locales) {
      try { return new Intl.DateTimeFormat(one, { dateStyle: "long" }).format(new Date(milliseconds)); } catch { /* no such region */ }
    }
    return "";
  };

  const row = (one, kept) => {
    const item = part("row").content.firstElementChild.cloneNode(true);
    const link = item.querySelector("a");
    link.href = one.href;
    link.textContent = one.title;
    link.dir = "auto";
    item.querySelector(".paper").textContent = one.paper;
    const time = item.querySelector("time");
    time.dateTime = new Date(one.at).toISOString();
    time.textContent = day(one.at);
    item.querySelector(".genre").hidden = !kept;
    item.querySelector("button").addEventListener("click", () => { remove(one.href); show(); part("said").focus(); });
    item.querySelector("button span").textContent = `: ${one.title}`;
    return item;
  };

  const texts = async () => {
    try {
      const held = "caches" in window && await caches.has("saved") ? await (await caches.open("saved")).keys() : [];
      return new Set(held.map((request) => new URL(request.url).pathname));
    } catch { return new Set(); }
  };

  const show = async () => {
    const kept = await texts();
    const all = saved(); // as it is now, whatever was pressed meanwhile
    part("list").replaceChildren(...all.map((one) => row(one, kept.has(one.href))));
    part("none").hidden = all.length > 0;
    part("export").hidden = !all.length;
    dim();
  };

  part("export").addEventListener("click", () => {
    const text = JSON.stringify({ format: FORMAT, site: location.origin, saved: saved() }, null, 1);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = "warraq-reading-list.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

  const sound = (one) =>
    one && typeof one.href === "string" && numberOf(one.href) > 0 && one.href.length < 300 && typeof one.title === "string";
  const readIn = (text) => {
    const file = JSON.parse(text);
    if (file.format !== FORMAT || file.site !== location.origin || !Array.isArray(file.saved)) throw new Error("another file");
    return file.saved.filter(sound).map((one) => ({
      href: one.href,
      title: one.title.slice(0, 500),
      paper: String(one.paper || "").slice(0, 100),
      origin: typeof one.origin === "string" ? one.origin.slice(0, 2000) : null,
      at: Number(one.at) > 0 && Number(one.at) < 8e15 ? Number(one.at) : Date.now(),
    }));
  };

  part("import").addEventListener("change", async (event) => {
    const said = part("said");
    try {
      const [file] = event.target.files;
      const added = file.size > 2e6 ? [] : readIn(await file.text());
      const known = new Set(saved().map((one) => one.href));
      const fresh = added.filter((one) => !known.has(one.href)).slice(0, MOST_SAVED - known.size);
      if (fresh.length) store("saved", [...saved(), ...fresh].sort((one, other) => other.at - one.at));
      fresh.forEach((one) => order("save", one.href));
      said.textContent = said.dataset.imported;
      await show();
    } catch { said.textContent = said.dataset.refused; }
    event.target.value = "";
  });

  part("tools").hidden = false;
  show();
})();
