{# The worker that stands between the site and a reader's browser. `given` are the names of this version's files and words. #}
"use strict";

// What was opened can be read again without network: articles and fronts, what a reader saved, their pictures, and the
// files that dress them. Nothing else is kept, and nothing is told to anybody. Where the site answers, its answer counts.
const { statics, reserved, languages, fronts } = {{ given|tojson }};
const VERSION = {{ version|tojson }};

const [OPENED, SAVED, PICTURES, SHELLS] = ["opened", "saved", "pictures", "shells"];
const STATICS = `statics-${VERSION}`;
const OFFLINE = "/offline";
const SHELL = [OFFLINE, "/saved"];
// How many of each, and how many bytes; the oldest go first. What a reader saved is theirs to remove, and bound all the same.
const MOST = { [OPENED]: [150, 12e6], [SAVED]: [300, 24e6], [PICTURES]: [400, 40e6] };
const PATIENCE = 4000; // milliseconds until a bad line is given up for the kept copy
const FRONT_LASTS = 30 * 60 * 1000; // the front is renewed no oftener than so while other pages are read
const ISSUE_LASTS = 3 * 60 * 60 * 1000; // and the day's issue, which is larger
const ISSUES = 3; // days' issues that are kept
const SHELL_LASTS = 60 * 60 * 1000;
const FOLLOWED = 60 * 1000; // what must be forgotten is asked for no oftener
// What changed is told at once, while the site may send a page of a moment ago for three seconds more.
const SETTLED = 4000;
const TRIED = 10 * 60 * 1000; // where a day has no issue yet, it is asked for no oftener
const GONE = [404, 410, 451];

const own = (address) => new URL(address, self.location.origin);
const age = (kept) => Date.now() - Number(kept.headers.get("x-kept-at"));
const number = (path) => Number(path.slice(path.lastIndexOf("/") + 1));

// The front of a day's issue; `null` for what is none.
const issueOf = (path) => {
  const found = /^(.*)\/issue\/[0-9]{4}-[0-9]{2}-[0-9]{2}$/.exec(path);
  return found && fronts.includes(found[1] || "/") ? found[1] || "/" : null;
};

const kind = (path) => {
  if (SHELL.includes(path)) return "shell";
  if (fronts.includes(path)) return "front";
  if (issueOf(path) !== null) return "issue";
  const words = path.slice(1).split("/");
  if (languages.includes(words[0])) words.shift();
  const numbered = words.length === 2 && /^[1-9][0-9]*$/.test(words[1]);
  return numbered && !reserved.includes(words[0]) ? "article" : null;
};

const paths = async (name) => (await (await caches.open(name)).keys()).map((one) => own(one.url).pathname);

// The days' issues that are kept, the newest day first; of one front, or of all.
const issues = async (of) => (await paths(OPENED))
  .filter((path) => { const front = issueOf(path); return front !== null && (!of || front === of); })
  .sort((one, other) => (one.slice(-10) < other.slice(-10) ? 1 : -1));

const today = (path) => fronts.find((front) => path === `${front === "/" ? "" : front}/issue`);

const find = async (path) => {
  const front = today(path);
  if (front) {
    const [newest] = await issues(front);
    return newest ? caches.match(newest, { cacheName: OPENED }) : undefined;
  }
  for (const name of [SAVED, OPENED, SHELLS]) {
    const kept = await caches.match(path, { cacheName: name });
    if (kept) return kept;
  }
  return undefined;
};

// Built anew: without what is of one transfer alone, and without the mark of a redirect, which a browser would refuse.
const copied = async (answer) => {
  const body = await answer.arrayBuffer();
  const headers = new Headers(answer.headers);
  ["vary", "etag", "content-encoding", "content-length"].forEach((name) => headers.delete(name));
  headers.set("x-kept-at", String(Date.now()));
  headers.set("x-kept-bytes", String(body.byteLength));
  if ((headers.get("content-type") || "").startsWith("text/html")) {
    const title = /<title>([^<]*)<\/title>/.exec(new TextDecoder().decode(body));
    headers.set("x-kept-title", encodeURIComponent(title ? title[1] : ""));
  }
  return new Response(body, { headers });
};

const put = async (name, path, answer) => {
  const shelf = await caches.open(name);
  await shelf.put(path, await copied(answer));
  if (name in MOST) await trim(name);
};

const trim = async (name) => {
  const shelf = await caches.open(name);
  const [most, bytes] = MOST[name];
  const kept = await Promise.all((await shelf.keys()).map(async (request) => {
    const one = await shelf.match(request);
    return { request, at: one ? Number(one.headers.get("x-kept-at")) : 0, size: one ? Number(one.headers.get("x-kept-bytes")) : 0 };
  }));
  kept.sort((one, other) => other.at - one.at); // by when, not by age: that grows while one after the other is looked at
  let sum = 0;
  const over = kept.filter((one, place) => (sum += one.size) > bytes || place >= most);
  await Promise.all(over.map((one) => shelf.delete(one.request)));
};

const drop = (path) => Promise.all([OPENED, SAVED].map(async (name) => (await caches.open(name)).delete(path)));

// One picture's kept prints, the widest first: in whatever size and format a browser once chose it.
const large = (path) => path.split("/").slice(0, 3).join("/");
const width = (path) => ({ undefined: 1200, card: 480 })[path.split("/")[3]] || Number(path.split("/")[3]);
const printsOf = async (path) => (await paths(PICTURES))
  .filter((one) => large(one) === large(path))
  .sort((one, other) => width(other) - width(one));

const dropPicture = async (path) => {
  const shelf = await caches.open(PICTURES);
  const prints = await printsOf(path);
  await Promise.all(prints.map((one) => shelf.delete(one)));
};

// What an answer of the site means for what is kept of that page.
const note = async (path, answer) => {
  if (GONE.includes(answer.status)) await drop(path);
  if (answer.status !== 200 || answer.type !== "basic") return;
  if (kind(path) === "shell") await put(SHELLS, path, answer);
  else if (await caches.match(path, { cacheName: SAVED })) await put(SAVED, path, answer);
  else await put(OPENED, path, answer);
  if (kind(path) === "issue") await Promise.all((await issues()).slice(ISSUES).map(drop));
};

const late = (milliseconds) => new Promise((resolve) => { setTimeout(() => resolve(null), milliseconds); });

// A kept copy says of itself since when it is kept; the page's script puts it into words.
const dated = async (kept) => {
  const text = (await kept.text()).replace("<html ", `<html data-kept="${kept.headers.get("x-kept-at")}" `);
  return new Response(text, { headers: kept.headers });
};

const page = async (event, url) => {
  const path = url.pathname;
  const what = kind(path);
  // asked for while the worker itself was waking
  const asked = Promise.resolve(event.preloadResponse).then((early) => early || fetch(event.request));
  event.waitUntil(asked.then(async (answer) => {
    if (answer.type === "basic" && !url.search && what) await note(path, answer.clone());
    else if (what && GONE.includes(answer.status)) await drop(path);
    await follow();
  }).catch(() => {}));
  const kept = what || today(path) ? await find(path) : undefined;
  const patient = kept && !url.search;
  const answer = await Promise.race([asked.catch(() => null), ...(patient ? [late(PATIENCE)] : [])]);
  if (answer && (answer.status < 500 || !kept)) return answer;
  if (kept) return dated(kept);
  return (await find(OFFLINE)) || Response.error();
};

const stem = (path) => path.replace(/\.[0-9a-f]{12}(\.\w+)$/, "$1");

// A page kept before an update names files that are no longer: those of the same name stand in for them.
const file = async (request, path) => {
  const held = await caches.match(path);
  if (held) return held;
  const cousin = async () => {
    const name = statics.find((one) => stem(one) === stem(path));
    return name ? caches.match(name) : undefined;
  };
  try {
    const answer = await fetch(request);
    if (!answer.ok) return (await cousin()) || answer;
    const copy = answer.clone();
    (await caches.open(STATICS)).put(path, copy);
    return answer;
  } catch {
    return (await cousin()) || Response.error();
  }
};

const picture = async (event, path) => {
  const asked = fetch(event.request);
  event.waitUntil(asked.then((answer) => {
    const asks = answer.status === 200 && !(answer.headers.get("content-type") || "").startsWith("image/");
    if (asks || GONE.includes(answer.status)) return dropPicture(path); // a page that asks first is no picture
    return answer.status === 200 ? put(PICTURES, path, answer.clone()) : null;
  }).catch(() => {}));
  // a browser chooses one of several sizes: without network any will do
  const kept = await caches.match(path, { cacheName: PICTURES });
  const answer = await Promise.race([asked.catch(() => null), ...(kept ? [late(PATIENCE)] : [])]);
  if (answer && (answer.status < 500 || !kept)) return answer;
  if (kept) return kept;
  const [other] = await printsOf(path);
  return (other && (await caches.match(other, { cacheName: PICTURES }))) || Response.error();
};

const hang = async (text) => {
  const hung = new Set([...text.matchAll(/ src="(\/picture\/[0-9]+(?:\/card)?)"/g)].map((found) => found[1]));
  for (const one of hung) {
    // of one that has prints for screens, that of a column is a quarter of the JPEG
    const column = `${large(one)}/640`;
    const chosen = text.includes(`${column} `) ? column : one;
    const print = await fetch(chosen).catch(() => null);
    if (print && print.status === 200) await put(PICTURES, chosen, print);
  }
};

// An article is put aside with the pictures that hang on it.
const save = async (path) => {
  if (kind(path) !== "article") return false;
  const answer = await fetch(path);
  if (answer.status !== 200 || answer.redirected) return false;
  const text = await answer.clone().text();
  await put(SAVED, path, answer);
  await (await caches.open(OPENED)).delete(path);
  await hang(text);
  return true;
};

// What was opened before there was a worker is asked for once more; mostly the browser still has it.
const seen = async (path) => {
  if (!kind(path)) return;
  await renew(path);
  const kept = await find(path);
  if (kept) await hang(await kept.text());
};

const renew = async (path) => {
  const answer = await fetch(path);
  if (answer.redirected) await drop(path);
  else if (answer.status < 500) await note(path, answer);
};

// What a paper withdrew, changed or an operator hid leaves what is kept, also if nobody opens it again. The site says what
// changed for everybody; which of it is kept here it does not learn, but for what is asked for anew.
let followed = 0;
const follow = async () => {
  if (Date.now() - followed < FOLLOWED) return;
  followed = Date.now();
  const shells = await caches.open(SHELLS);
  const place = await shells.match("/offline.json");
  const answer = await fetch(`/offline.json?since=${place ? await place.text() : ""}`);
  if (!answer.ok) return;
  const told = await answer.json();
  const changed = new Set(told.articles);
  if (told.all || changed.size > 0) await late(SETTLED);
  for (const name of [OPENED, SAVED]) {
    for (const path of await paths(name)) {
      const touched = kind(path) === "article" ? changed.has(number(path)) : changed.size > 0;
      if (told.all || touched) await renew(path);
    }
  }
  for (const hidden of told.pictures) await dropPicture(`/picture/${hidden}`);
  await shells.put("/offline.json", new Response(told.position)); // last: what failed on the way is asked for again
  for (const path of SHELL) {
    const kept = await shells.match(path);
    if (!kept || age(kept) > SHELL_LASTS) await renew(path);
  }
};

const sparing = () => Boolean(navigator.connection && navigator.connection.saveData);

// The reader's front is at hand also where they came by another door, and with it the day's issue.
const front = async (path) => {
  if (!fronts.includes(path)) return;
  const kept = await find(path);
  if (!kept || age(kept) > FRONT_LASTS) await seen(path);
  if (!sparing()) await issue(`${path === "/" ? "" : path}/issue`);
};

const tried = {};
const issue = async (path) => {
  const kept = await find(path);
  if ((kept && age(kept) <= ISSUE_LASTS) || Date.now() - tried[path] < TRIED) return;
  tried[path] = Date.now();
  const answer = await fetch(path); // led on to its day
  const day = own(answer.url).pathname;
  if (kind(day) === "issue") await note(day, answer);
};

const forget = () => Promise.all([OPENED, SAVED, PICTURES].map((name) => caches.delete(name)));

const ORDERS = {
  save,
  unsave: drop,
  seen,
  front,
  forget,
};

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const wanted = sparing() ? statics.filter((name) => !name.endsWith(".woff2")) : statics;
    await (await caches.open(STATICS)).addAll(wanted);
    for (const path of SHELL) await put(SHELLS, path, await fetch(path));
    await self.skipWaiting();
  })());
});

// Pages that are open, and pages that are kept, still name the files of the version before: one generation stays.
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const before = (await caches.keys()).filter((name) => name.startsWith("statics-") && name !== STATICS);
    await Promise.all(before.slice(0, -1).map((name) => caches.delete(name)));
    if (self.registration.navigationPreload) await self.registration.navigationPreload.enable();
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (statics.includes(url.pathname) || url.pathname.startsWith("/static/")) event.respondWith(file(request, url.pathname));
  // one that is blurred is looked at with a word in its address, and not kept
  else if (/^\/picture\/[0-9]+(\/(card|[0-9]+))?$/.test(url.pathname) && !url.search) event.respondWith(picture(event, url.pathname));
});

self.addEventListener("message", (event) => {
  const { order, path } = event.data || {};
  if (!Object.hasOwn(ORDERS, order)) return;
  const done = Promise.resolve(ORDERS[order](path)).then((did) => did !== false, () => false);
  event.waitUntil(done.then((did) => { if (event.ports[0]) event.ports[0].postMessage(did); }));
});
