// What came in while a page stands open: the ticker is renewed, and the latest news say how many more there are. Asked every
// half minute, while the page is seen and there is a network. Nothing is read aloud, and the focus stays where it is.
"use strict";

(() => {
  const EVERY = 30000; // milliseconds
  const strip = document.querySelector("[data-live]");
  const latest = document.querySelector("[data-latest]");
  if (!strip && !latest) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let asked = Date.now();

  const tongue = new URLSearchParams(location.search).get("ui"); // the language of this one page
  const read = async (address) => {
    const answer = await fetch(tongue && !address.startsWith("http") ? `${address}&ui=${encodeURIComponent(tongue)}` : address);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer;
  };
  const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
  const renewed = (place) => place.dispatchEvent(new Event("renewed", { bubbles: true }));

  const list = strip && strip.querySelector("[data-ticker]");
  const news = strip && strip.querySelector("[data-news]");
  let waiting = null;

  const hang = (next) => {
    list.replaceChildren(...[...next.querySelector("[data-ticker]").children].map((item) => document.importNode(item, true)));
    strip.dataset.last = String(Math.max(Number(strip.dataset.last), Number(next.dataset.last)));
    news.hidden = true;
    waiting = null;
    renewed(list);
  };

  // For those who want less motion, and while somebody reads it, new headlines wait for a press.
  const held = () => list.matches(":hover") || list.contains(document.activeElement) || document.activeElement === news;
  const ticker = async () => {
    const told = await (await read(`${strip.dataset.live}?after=${strip.dataset.last}`)).json();
    const next = parsed(told.ticker).querySelector("[data-live]");
    if (!next) return;
    if (told.news && (calm.matches || held())) {
      waiting = next;
      news.textContent = told.news;
      news.hidden = false;
    } else if (!held()) hang(next);
  };
  if (news) news.addEventListener("click", () => {
    if (!waiting) return;
    hang(waiting);
    const first = list.querySelector("a");
    if (first) first.focus();
  });

  const more = latest && latest.querySelector("[data-more]");
  const stream = async () => {
    const told = await (await read(`${latest.dataset.latest}after=${latest.dataset.last}`)).json();
    if (!told.news) return;
    more.textContent = told.news;
    more.hidden = false;
  };
  const number = (link) => Number(link.pathname.split("/").pop()) || 0;
  if (more) more.addEventListener("click", async () => {
    try {
      const next = parsed(await (await read(location.href)).text()).querySelector("[data-latest]");
      const before = Number(latest.dataset.last);
      const under = latest.querySelector("[data-list]");
      under.replaceChildren(...[...next.querySelector("[data-list]").children].map((child) => document.importNode(child, true)));
      latest.dataset.last = next.dataset.last;
      more.hidden = true;
      const links = [...under.querySelectorAll("h3 a")];
      const fresh = links.filter((link) => number(link) > before);
      fresh.forEach((link) => { link.closest("li").dataset.fresh = ""; });
      try { localStorage.setItem("seen", String(Math.max(Number(localStorage.getItem("seen")) || 0, ...links.map(number)))); } catch { /* a reader who keeps nothing */ }
      renewed(under);
      const first = fresh[0] || links[0];
      if (first) first.focus();
    } catch { location.reload(); }
  });

  const ask = () => {
    if (document.hidden || !navigator.onLine || document.documentElement.dataset.kept) return;
    asked = Date.now();
    if (strip) ticker().catch(() => { /* asked again in half a minute */ });
    if (more) stream().catch(() => {});
  };
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", () => { if (Date.now() - asked >= EVERY) ask(); });
})();

// While the first papers are collected the page tells how far it has come; the first news put the front page in its place.
(() => {
  const told = () => document.querySelector("[data-asks-again]");
  if (!told()) return;
  const ask = async () => {
    if (document.hidden || !navigator.onLine) return;
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-asks-again]");
    if (fresh) told().replaceWith(fresh); else location.reload();
  };
  setInterval(() => ask().catch(() => { /* asked again soon */ }), told().dataset.asksAgain * 1000);
})();
