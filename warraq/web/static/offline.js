// Days without network: asks the browser to keep what is read (/sw.js), says when a page is a kept copy, and fills the page
// that lists what is kept. Where the browser has no such worker (plain http on another machine) nothing happens.
"use strict";

(() => {
  const root = document.documentElement;
  const words = document.querySelector("[data-kept-copy]");
  const able = "serviceWorker" in navigator && "caches" in window;
  const remembered = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const wanted = () => remembered("offline") !== "off";

  // In the words of the edition's readers: in Arabic months and clock are those of its country, else the hour is told in 24.
  const dated = (milliseconds) => {
    const arabic = root.lang === "ar";
    const how = { dateStyle: "long", timeStyle: "short", ...(arabic ? {} : { hourCycle: "h23" }) };
    const digits = `u-nu-${root.dataset.digits || "latn"}`;
    const locales = arabic ? [`ar-${words.dataset.region}-${digits}`, `ar-${digits}`] : [root.lang === "en" ? "en-GB" : root.lang];
    for (const one of locales) {
      try { return new Intl.DateTimeFormat(one, how).format(new Date(milliseconds)); } catch { /* no such region */ }
    }
    return "";
  };

  if (root.dataset.kept && words) {
    words.textContent = words.dataset.keptCopy.replace("{when}", dated(Number(root.dataset.kept)));
    words.hidden = false;
  }

  const order = (told, path) => {
    const worker = navigator.serviceWorker.controller;
    if (worker) worker.postMessage({ order: told, path });
  };

  const begin = async () => {
    const known = navigator.serviceWorker.controller;
    await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((resolve) => { navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }); });
    }
    if (!known) order("seen", location.pathname); // it was opened before anybody could keep it
    const home = document.querySelector("a.brand");
    if (home) order("front", home.pathname);
  };

  const end = async () => {
    const all = await navigator.serviceWorker.getRegistrations();
    await Promise.all(all.map((one) => one.unregister()));
    await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  };

  if (able && wanted() && !root.dataset.kept) {
    // after everything that the page itself needs
    const soon = () => { begin().catch(() => { /* a browser that keeps nothing */ }); };
    if (document.readyState === "complete") soon(); else addEventListener("load", soon, { once: true });
  }

  // The page that lists what is kept.
  const place = document.querySelector("[data-offline]");
  if (!place) return;
  const part = (name) => place.querySelector(`[data-${name}]`);

  const plain = (escaped) => new DOMParser().parseFromString(`<title>${escaped}</title>`, "text/html").title;

  const kept = async (name) => {
    if (!await caches.has(name)) return [];
    const shelf = await caches.open(name);
    return Promise.all((await shelf.keys()).map(async (request) => {
      const { headers } = await shelf.match(request);
      const title = plain(decodeURIComponent(headers.get("x-kept-title") || ""));
      const cut = title.lastIndexOf(" · ");
      return {
        path: new URL(request.url).pathname,
        title: cut > 0 ? title.slice(0, cut) : title,
        at: Number(headers.get("x-kept-at")),
        bytes: Number(headers.get("x-kept-bytes")),
      };
    }));
  };

  const row = (one) => {
    const item = part("row").content.firstElementChild.cloneNode(true);
    const link = item.querySelector("a");
    link.href = one.path;
    link.textContent = one.title || one.path;
    link.dir = "auto";
    const time = item.querySelector("time");
    time.dateTime = new Date(one.at).toISOString();
    time.textContent = dated(one.at);
    return item;
  };

  const show = async () => {
    part("absent").hidden = able;
    part("switch").hidden = !able;
    if (!able) return;
    part("off").hidden = !wanted();
    part("on").hidden = wanted();
    const [opened, saved, pictures] = await Promise.all(["opened", "saved", "pictures"].map(kept));
    const pages = [...saved, ...opened].sort((one, other) => other.at - one.at);
    part("list").replaceChildren(...pages.map(row));
    part("none").hidden = pages.length > 0 || !wanted();
    const bytes = [...pages, ...pictures].reduce((sum, one) => sum + one.bytes, 0);
    const megabytes = new Intl.NumberFormat(`${root.lang}-u-nu-${root.dataset.digits || "latn"}`, {
      style: "unit", unit: "megabyte", maximumFractionDigits: 1,
    }).format(bytes / 1e6);
    part("size").textContent = part("size").dataset.size.replace("{size}", megabytes);
    part("size").hidden = !pages.length;
    part("forget").hidden = !pages.length;
  };

  const wish = (value) => { try { localStorage.setItem("offline", value); } catch { /* a reader who keeps nothing */ } };
  part("off").addEventListener("click", async () => { wish("off"); await end(); await show(); part("on").focus(); });
  part("on").addEventListener("click", async () => { wish("on"); await begin().catch(() => {}); await show(); part("off").focus(); });
  part("forget").addEventListener("click", async () => {
    await Promise.all(["opened", "saved", "pictures"].map((name) => caches.delete(name)));
    await show();
    (wanted() ? part("off") : part("on")).focus();
  });
  show().catch(() => { part("absent").hidden = false; });
})();
