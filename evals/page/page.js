// Filters and pages for the failing cases. The first page stands in the document already; the others are
// unpacked when something else is asked for, so that a report of thousands of cases opens at once.
(() => {
  "use strict";
  const form = document.getElementById("filters");
  if (!form) return;
  const list = document.getElementById("list");
  const status = document.getElementById("status");
  const pages = document.getElementById("pages");
  const heading = document.getElementById("cases-h");
  const field = form.elements;
  const kinds = JSON.parse(form.dataset.kinds);
  let all = null;
  let found = null;
  let page = 0;

  async function unpacked() {
    const told = JSON.parse(document.getElementById("data").textContent);
    const bytes = Uint8Array.from(atob(document.getElementById("packed").textContent), (one) => one.charCodeAt(0));
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const written = await new Response(plain).json();
    return told.map((one, at) => ({ ...one, html: written[at] }));
  }

  const cases = () => (all ??= unpacked());
  const grouped = (number) => number.toLocaleString("en");

  // What a reader sees of a case, for searching: its own markup is the only one in it, texts are escaped.
  const parser = document.createElement("textarea");
  const words = (one) =>
    (one.words ??= ((parser.innerHTML = one.html.replace(/<[^>]*>/g, " ")), parser.value.replace(/\s+/g, " ").toLowerCase()));

  function offerKinds() {
    const chosen = field.kind.value;
    const offered = field.suite.value ? kinds[field.suite.value] : [...new Set(Object.values(kinds).flat())].sort();
    const options = offered.filter((kind) => kind).map((kind) => new Option(kind, kind, false, kind === chosen));
    field.kind.replaceChildren(new Option("all", ""), ...options);
  }

  async function choose() {
    const every = await cases();
    const wanted = field.text.value.toLowerCase().split(/\s+/).filter((word) => word);
    const { suite, kind, verdict } = field;
    found = every.filter(
      (one) =>
        (!suite.value || one.suite === suite.value) &&
        (!kind.value || one.kind === kind.value) &&
        (!verdict.value || one.verdict === verdict.value) &&
        (!field.costly.checked || one.costly) &&
        (!field.new?.checked || one.new) &&
        wanted.every((word) => words(one).includes(word)),
    );
  }

  const size = () => Number(field.size.value) || Infinity;

  function lay() {
    const from = page ? page * size() : 0;
    const shown = found.slice(from, from + size());
    list.innerHTML = shown.map((one) => one.html).join("");
    tell(from, shown.length);
  }

  function tell(from, count) {
    const total = found ? found.length : Number(form.dataset.total);
    const of = total === Number(form.dataset.total) ? "" : ` (${grouped(Number(form.dataset.total))} in all)`;
    const place = count < total ? `Cases ${grouped(from + 1)} to ${grouped(from + count)} of ${grouped(total)}` : `${grouped(total)} ${total === 1 ? "case" : "cases"}`;
    status.textContent = total ? `${place}${of}, costly errors first` : "No failing case is like this. Clear the filters to see all.";
    const last = Math.ceil(total / size()) - 1;
    pages.hidden = last < 1;
    pages.querySelector("span").textContent = `Page ${page + 1} of ${last + 1}`;
    pages.querySelector("[data-step='-1']").disabled = page === 0;
    pages.querySelector("[data-step='1']").disabled = page >= last;
  }

  async function refresh() {
    await choose();
    page = 0;
    lay();
  }

  function clear() {
    for (const name of ["suite", "kind", "verdict", "text"]) field[name].value = "";
    field.costly.checked = false;
    if (field.new) field.new.checked = false;
    offerKinds();
  }

  // A link to a case that is not laid out: turn to its page.
  async function open(anchor) {
    if (!anchor.startsWith("case/")) return;
    if (!document.getElementById(anchor)) {
      const at = (await cases()).findIndex((one) => one.anchor === anchor);
      if (at < 0) return;
      clear();
      await choose();
      page = Math.floor(at / size());
      lay();
    }
    const target = document.getElementById(anchor);
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  }

  let waiting = 0;
  form.addEventListener("input", (event) => {
    if (event.target === field.suite) offerKinds();
    clearTimeout(waiting);
    waiting = setTimeout(refresh, event.target === field.text ? 150 : 0);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => (offerKinds(), refresh())));
  pages.addEventListener("click", async (event) => {
    const step = Number(event.target.dataset.step);
    if (!step) return;
    if (!found) await choose();
    page = Math.min(Math.max(page + step, 0), Math.ceil(found.length / size()) - 1);
    lay();
    heading.scrollIntoView();
    heading.focus({ preventScroll: true });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    if (link.dataset.suite !== undefined) {
      clear();
      field.suite.value = link.dataset.suite;
      offerKinds();
      field.costly.checked = link.dataset.costly === "yes";
      refresh();
    } else open(link.getAttribute("href").slice(1));
  });
  window.addEventListener("hashchange", () => open(location.hash.slice(1)));

  // On paper nothing can be unfolded.
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const each of folded) each.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const each of folded) each.open = false;
  });

  form.hidden = false;
  offerKinds();
  tell(0, list.children.length);
  // A browser takes the focus away once more when it has loaded a page with a fragment.
  window.addEventListener("load", () => setTimeout(() => open(location.hash.slice(1))));
})();
