"use strict";
(() => {
  const PAGE = 100;
  const $ = (id) => document.getElementById(id);
  const { values, units, unit } = JSON.parse($("values").textContent);
  const chunks = [...document.querySelectorAll(".chunk")];
  const chunkSize = chunks.length ? Number(chunks[0].dataset.last) - Number(chunks[0].dataset.first) + 1 : 1;
  const sources = new Map();
  const rowsOf = new Map();
  const places = [...document.querySelectorAll("[data-place]")].map((p) => [...p.querySelectorAll("q")].map((q) => q.textContent));

  // A chunk's rows wait as plain text inside <noscript>: the page opens at once, however many there are.
  for (const chunk of chunks) {
    sources.set(chunk, chunk.firstElementChild.textContent);
    chunk.style.minHeight = `${(Number(chunk.dataset.last) - Number(chunk.dataset.first) + 1) * 84}px`;
  }
  const parse = (chunk) => {
    const template = document.createElement("template");
    template.innerHTML = sources.get(chunk);
    return template.content;
  };
  const show = (chunk) => {
    if (chunk.dataset.shown) return;
    chunk.dataset.shown = "1";
    const rows = parse(chunk);
    // One text lays out far faster than dozens of elements; the drawer keeps the cells apart.
    for (const raw of rows.querySelectorAll(".raw td:last-child")) {
      const cells = [...raw.querySelectorAll("q")];
      if (cells.length) raw.textContent = cells.map((cell) => cell.textContent).join(" ¦ ");
    }
    chunk.replaceChildren(rows);
    chunk.style.minHeight = "";
  };
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) { near.unobserve(entry.target); show(entry.target); }
  }, { rootMargin: "1500px" });
  chunks.forEach((chunk) => near.observe(chunk));
  const chunkOf = (number) => chunks[Math.floor((number - 1) / chunkSize)];

  const rowOf = (number) => {
    const chunk = chunkOf(number);
    if (!rowsOf.has(chunk)) {
      const rows = new Map();
      for (const row of parse(chunk).querySelectorAll("tr[id]")) rows.set(row.id, row);
      rowsOf.set(chunk, rows);
    }
    return rowsOf.get(chunk).get(`e${number}`);
  };
  const numbersOf = (entry) => {
    const numbers = [];
    for (const run of entry.querySelector(".runs").textContent.split(",")) {
      if (!run) continue;
      const [first, last] = run.split("-").map(Number);
      for (let number = first; number <= (last || first); number += 1) numbers.push(number);
    }
    return numbers;
  };

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const cellsOf = (row) => {
    const raw = row.nextElementSibling;
    const list = element("dl", "", "cells");
    if (!raw || !raw.classList.contains("raw")) return list;
    const headers = places[Number(row.cells[1].dataset.p)] || [];
    raw.querySelectorAll("q").forEach((cell, at) => {
      list.append(element("dt", headers[at] || `column ${at + 1}`), element("dd", cell.textContent || "–"));
    });
    if (!list.children.length) list.append(element("dt", raw.textContent));
    return list;
  };
  const card = (number) => {
    const row = rowOf(number);
    const text = [...row.cells].map((cell) => cell.textContent);
    const item = element("li");
    const spot = element("div", "", "spot");
    spot.append(element("span", `${number}. ${text[1]}`), element("b", text[8]));
    const facts = element("p", [text[2] && `declaration ${text[2]}`, ...text.slice(3, 8)].filter(Boolean).join(" · "), "facts");
    const raw = element("details");
    raw.append(element("summary", "Untouched cells of the row"));
    raw.addEventListener("toggle", () => { if (raw.open && raw.children.length === 1) raw.append(cellsOf(row)); });
    const link = element("a", "In the evidence table");
    link.href = `#e${number}`;
    link.addEventListener("click", () => drawer.close());
    item.append(spot, facts, raw, link);
    return item;
  };

  const drawer = $("drawer");
  let waiting = [];
  let numbers = [];
  const format = (value) => value.toLocaleString("en", { maximumFractionDigits: 2 });
  const fill = () => {
    $("drawer-rows").append(...waiting.splice(0, PAGE).map(card));
    $("drawer-more").hidden = !waiting.length;
    $("drawer-more").textContent = `Show more rows (${format(waiting.length)} left)`;
  };
  const list = (byValue) => {
    $("by-number").setAttribute("aria-pressed", String(!byValue));
    $("by-value").setAttribute("aria-pressed", String(byValue));
    waiting = byValue ? [...numbers].sort((a, b) => (values[b - 1] || 0) - (values[a - 1] || 0) || a - b) : [...numbers];
    $("drawer-rows").replaceChildren();
    fill();
    drawer.scrollTop = 0;
  };
  const open = (entry) => {
    numbers = numbersOf(entry);
    const [, label, value, how] = [...entry.cells].map((cell) => cell.textContent);
    const known = numbers.filter((number) => values[number - 1] !== null);
    const sums = units.map((name, at) => {
      const own = known.filter((number) => unit[number - 1] === at);
      return own.length && `${format(own.reduce((total, number) => total + values[number - 1], 0))} ${name}`;
    }).filter(Boolean);
    $("drawer-title").textContent = `${value}: ${label}`;
    const money = ["sum", "share", "ratio"].some((word) => how.startsWith(word)) || how === "count";
    const silent = numbers.length - known.length;
    $("drawer-sum").textContent =
      `${format(numbers.length)} ${numbers.length === 1 ? "row" : "rows"}` +
      (money && sums.length ? `; the values they record add up to ${sums.join(" and ")}` : "") +
      (silent ? `; ${format(silent)} record no value or are withheld` : "") +
      (how === "stated" ? "; the typology computed this figure from these rows and their context" : "") +
      (how.includes(", of") ? `; the figure is a ${how}` : "") + ".";
    list(false);
    if (!drawer.open) drawer.showModal();
    $("drawer-close").focus();
  };
  const reveal = (id) => {
    const number = /^e(\d+)$/.exec(id);
    if (!number || !chunkOf(Number(number[1]))) return false;
    show(chunkOf(Number(number[1])));
    document.querySelectorAll("tr.at").forEach((row) => row.classList.remove("at"));
    const row = $(id);
    row.classList.add("at");
    row.scrollIntoView({ block: "center" });
    return true;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    const id = link.getAttribute("href").slice(1);
    const entry = link.classList.contains("fig") && $(id);
    if (entry ? (open(entry), true) : reveal(id)) event.preventDefault();
  });
  document.querySelectorAll("a.fig").forEach((link) => link.setAttribute("aria-haspopup", "dialog"));
  drawer.addEventListener("click", (event) => { if (event.target === drawer) drawer.close(); });
  $("drawer-close").addEventListener("click", () => drawer.close());
  $("drawer-more").addEventListener("click", fill);
  $("by-number").addEventListener("click", () => list(false));
  $("by-value").addEventListener("click", () => list(true));

  const find = $("find");
  let last = 0;
  find.hidden = false;
  const search = (wanted) => {
    for (let step = 0; step <= chunks.length; step += 1) {
      const chunk = chunks[(Math.floor(last / chunkSize) + step) % chunks.length];
      if (!sources.get(chunk).toLowerCase().includes(wanted[0])) continue;
      show(chunk);
      const rows = [...chunk.querySelectorAll("tr[id]")];
      const hit = rows.find((row) => {
        const number = Number(row.id.slice(1));
        const text = `${row.textContent} ${row.nextElementSibling ? row.nextElementSibling.textContent : ""}`;
        return (step || number > last) && text.toLowerCase().includes(wanted[1]);
      });
      if (hit) return Number(hit.id.slice(1));
    }
    return 0;
  };
  find.addEventListener("submit", (event) => {
    event.preventDefault();
    const asked = $("wanted").value.trim().toLowerCase();
    if (!asked || !chunks.length) return;
    const escaped = element("i", asked).innerHTML.replaceAll('"', "&#34;").replaceAll("'", "&#39;");
    last = search([escaped, asked]);
    find.querySelector("output").textContent = last ? `Row ${last}; press Find again for the next` : "Not in these rows";
    if (last) reveal(`e${last}`);
  });
  window.addEventListener("beforeprint", () => {
    chunks.forEach(show);
    document.querySelectorAll("details").forEach((it) => { it.open = true; });
  });
  window.addEventListener("hashchange", () => reveal(location.hash.slice(1)));
  reveal(location.hash.slice(1));
})();
