// What a reader clipped, remembered by their own browser alone: picked on lists and articles, put in order on the page of clippings.
// Without this an address with numbers, and the form's own buttons, do the same from one page to the next.
"use strict";

(() => {
  const KEY = "warraq-clippings";
  const MINE = "warraq-clippings-sent"; // a form of ours is being answered: what comes back is the reader's own
  const MOST = 50;
  const ARTICLE = /^(?:\/(?:fr|en))?\/[A-Za-z0-9][A-Za-z0-9_.-]*\/([1-9][0-9]{0,17})$/;

  const read = () => {
    try {
      const held = JSON.parse(localStorage.getItem(KEY)) || {};
      const items = Array.isArray(held.items) ? held.items : [];
      return { title: String(held.title || ""), intro: String(held.intro || ""), items: items.filter((one) => /^[1-9][0-9]*$/.test(one.id)) };
    } catch { return { title: "", intro: "", items: [] }; }
  };
  const write = (held) => {
    try { localStorage.setItem(KEY, JSON.stringify(held)); } catch { /* a browser that keeps nothing: the address still does */ }
  };
  const has = (id) => read().items.some((one) => one.id === id);
  const put = (id, wanted) => {
    const held = read();
    held.items = held.items.filter((one) => one.id !== id);
    if (wanted && held.items.length < MOST) held.items.push({ id, note: "" });
    write(held);
    tell();
  };

  // The tray: where picking begins, and the way to what was picked.
  const tray = document.querySelector("[data-clip-tray]");
  const tell = () => {
    if (!tray) return;
    const many = read().items.length;
    const open = tray.querySelector("[data-clip-open]");
    open.hidden = many === 0;
    open.querySelector(".clip-count").textContent = String(many);
  };

  const pickable = () => [...document.querySelectorAll("[data-stream] li, .timeline li")].flatMap((line) => {
    const link = line.querySelector(":is(h2, h3) a[href]");
    const found = link && ARTICLE.exec(new URL(link.href).pathname);
    return found ? [{ line, link, id: found[1] }] : [];
  });

  const picking = (button, on) => {
    button.setAttribute("aria-pressed", String(on));
    tray.toggleAttribute("data-picking", on);
    document.querySelectorAll(".clip-pick").forEach((one) => one.remove());
    if (!on) return;
    pickable().forEach(({ link, id }) => {
      const box = document.createElement("input");
      box.type = "checkbox";
      box.className = "clip-pick";
      box.checked = has(id);
      box.setAttribute("aria-label", `${tray.dataset.pick}: ${link.textContent}`);
      box.addEventListener("change", () => { put(id, box.checked); box.checked = has(id); });
      link.before(box);
    });
  };

  if (tray) {
    const button = tray.querySelector("[data-clip-mode]");
    const [off, on] = [button.textContent, tray.dataset.on];
    button.hidden = pickable().length === 0;
    button.addEventListener("click", () => {
      const wanted = button.getAttribute("aria-pressed") !== "true";
      button.textContent = wanted ? on : off;
      picking(button, wanted);
    });
    tray.hidden = false;
    tell();
  }

  // An article's own link turns into a switch.
  document.querySelectorAll("a[data-clip]").forEach((link) => {
    const plain = link.textContent;
    const show = () => {
      const clipped = has(link.dataset.clip);
      link.setAttribute("aria-pressed", String(clipped));
      link.textContent = clipped ? link.dataset.clipped : plain;
    };
    link.setAttribute("role", "button");
    const flip = (event) => {
      event.preventDefault();
      put(link.dataset.clip, !has(link.dataset.clip));
      show();
    };
    link.addEventListener("click", flip);
    link.addEventListener("keydown", (event) => { if (event.key === " ") flip(event); });
    show();
  });

  // The page of clippings.
  const desk = document.querySelector("[data-clippings]");
  if (!desk) return;
  const held = read();
  const form = desk.querySelector("[data-clip-form]");
  if (!form) {
    if (!location.search && held.items.length) location.replace(`${desk.dataset.clippings}?ids=${held.items.map((one) => one.id).join(",")}`);
    return;
  }

  const list = form.querySelector("[data-clip-list]");
  const title = form.elements.namedItem("title");
  const intro = form.elements.namedItem("intro");
  const said = form.querySelector("[data-clip-said]");
  const items = () => [...list.querySelectorAll("[data-clip-id]")];
  const ids = () => items().map((one) => one.dataset.clipId);
  const same = (one, other) => one.length === other.length && new Set([...one, ...other]).size === one.length;
  let sent = false;
  try { sent = sessionStorage.getItem(MINE) !== null; sessionStorage.removeItem(MINE); } catch { /* then it is not known */ }
  let mine = sent || same(ids(), held.items.map((one) => one.id));

  const note = (item) => item.querySelector("textarea");
  const paragraphs = (text, name) => {
    const block = document.createElement("div");
    block.className = name;
    text.split("\n").filter((line) => line.trim()).forEach((line) => {
      const one = document.createElement("p");
      one.dir = "auto";
      one.textContent = line;
      block.append(one);
    });
    return block;
  };
  const set = (before, text, name) => {
    const old = before.parentElement.querySelector(`:scope > .${name}`);
    if (old) old.remove();
    if (text.trim()) before.before(paragraphs(text, name));
  };

  // What was written is set into the sheet as it will be printed, and remembered.
  const settle = () => {
    form.elements.namedItem("ids").value = ids().join(",");
    form.querySelector("h1").textContent = title.value.trim() || form.dataset.untitled;
    set(list, intro.value, "sheet-intro");
    items().forEach((item) => set(item.querySelector(".clip-tools"), note(item).value, "sheet-note"));
    const query = new URLSearchParams(title.value.trim() ? { title: title.value.trim() } : {});
    const link = form.querySelector("[data-clip-link]");
    link.href = `${desk.dataset.clippings}?ids=${ids().join(",")}${query.size ? `&${query}` : ""}`;
    link.textContent = ids().join(",");
    if (mine) write({ title: title.value, intro: intro.value, items: items().map((item) => ({ id: item.dataset.clipId, note: note(item).value })) });
  };

  if (mine && !sent) {
    if (!title.value) title.value = held.title;
    if (!intro.value) intro.value = held.intro;
    held.items.forEach((one) => {
      const item = items().find((other) => other.dataset.clipId === one.id);
      if (!item) return;
      if (!note(item).value) note(item).value = String(one.note || "");
      list.append(item); // in the order that is remembered
    });
  }
  settle();

  const foreign = form.querySelector("[data-clip-foreign]");
  foreign.hidden = mine;
  foreign.querySelector("[data-clip-adopt]").addEventListener("click", () => {
    const all = read();
    ids().forEach((id) => {
      if (all.items.length < MOST && !all.items.some((one) => one.id === id)) all.items.push({ id, note: "" });
    });
    if (!all.title) all.title = title.value;
    write(all);
    location.href = `${desk.dataset.clippings}?ids=${all.items.map((one) => one.id).join(",")}`;
  });

  const tellPlace = (item) => {
    const all = items();
    said.textContent = form.dataset.placed.replace("{place}", String(all.indexOf(item) + 1)).replace("{many}", String(all.length));
  };

  form.addEventListener("input", settle);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=move]");
    if (!button) return;
    event.preventDefault();
    const [how] = button.value.split("-");
    const item = button.closest("[data-clip-id]");
    if (how === "remove") {
      const next = item.nextElementSibling || item.previousElementSibling;
      item.remove();
      settle();
      if (!next) { location.href = desk.dataset.clippings; return; }
      next.querySelector("button").focus();
      return;
    }
    const other = how === "up" ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (how === "up") other.before(item); else other.after(item);
    settle();
    button.focus();
    tellPlace(item);
  });
  form.addEventListener("submit", (event) => {
    const file = event.submitter && event.submitter.hasAttribute("formaction");
    if (!mine || file) return;
    try { sessionStorage.setItem(MINE, ""); } catch { /* then the answer is looked at as somebody's link */ }
  });

  // Dragging by the handle; the buttons do the same.
  let dragged = null;
  list.querySelectorAll("[data-clip-drag]").forEach((handle) => {
    const item = handle.closest("[data-clip-id]");
    handle.hidden = false;
    handle.addEventListener("pointerdown", () => { item.draggable = true; });
    handle.addEventListener("pointerup", () => { item.draggable = false; });
    item.addEventListener("dragstart", (event) => {
      dragged = item;
      item.classList.add("clip-dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", item.dataset.clipId);
    });
    item.addEventListener("dragend", () => {
      item.draggable = false;
      item.classList.remove("clip-dragged");
      if (dragged) { settle(); tellPlace(item); }
      dragged = null;
    });
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-clip-id]");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(dragged); else over.after(dragged);
  });
  list.addEventListener("drop", (event) => event.preventDefault());

  const clear = form.querySelector("[data-clip-clear]");
  clear.hidden = !mine;
  clear.querySelector("button").addEventListener("click", () => {
    write({ title: "", intro: "", items: [] });
    location.href = desk.dataset.clippings;
  });
})();
