// Comfort only: every page works without this file.
"use strict";

const form = document.querySelector("form.assess");

/** Show that the service is at work, with the seconds spent, and let nobody send twice. */
function showWork() {
  const button = form.querySelector("button[type=submit]");
  const status = form.querySelector("[data-status]");
  const seconds = document.createElement("span");
  const started = Date.now();
  seconds.setAttribute("aria-hidden", "true"); // else a screen reader would count aloud
  status.replaceChildren(form.dataset.working, " ", seconds);
  button.disabled = true;
  const timer = setInterval(() => {
    seconds.textContent = `${Math.round((Date.now() - started) / 1000)} ${form.dataset.seconds}`;
  }, 1000);
  // Coming back with the browser's button finds the page as it was left: wake it up.
  addEventListener("pageshow", () => {
    clearInterval(timer);
    status.replaceChildren();
    button.disabled = false;
  }, { once: true });
}

/** Let a file be dropped anywhere on the form. */
function acceptDrops() {
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector("[data-drop]");
  form.querySelector("[data-drop-text]").hidden = false;
  form.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    zone.classList.add("dragging");
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) zone.classList.remove("dragging");
  });
  form.addEventListener("drop", (event) => {
    zone.classList.remove("dragging");
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    const first = new DataTransfer();
    first.items.add(event.dataTransfer.files[0]);
    input.files = first.files;
    input.focus();
  });
}

/** Put a copy button beside a text that is meant to be pasted elsewhere. */
function addCopyButton(text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = text.dataset.copy;
  const said = document.createElement("span");
  said.className = "unseen";
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
    } catch {
      getSelection().selectAllChildren(text); // not allowed: at least select it
      return;
    }
    button.textContent = said.textContent = text.dataset.copied;
    setTimeout(() => {
      button.textContent = text.dataset.copy;
      said.textContent = "";
    }, 2000);
  });
  text.before(button, said);
}

/** Show how far a run over a catalogue is, as it happens; at its end, show what it found. */
function followRun(section) {
  const text = section.querySelector("[data-run-text]");
  const bar = section.querySelector("[data-run-bar]");
  const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
  const events = new EventSource(section.dataset.run);
  events.addEventListener("progress", (event) => {
    const run = JSON.parse(event.data);
    const said = run.share === null ? run.state_text : `${run.state_text} – ${percent.format(run.share)}`;
    if (text.textContent !== said) text.textContent = said;
    if (run.share !== null) bar.value = run.share;
  });
  events.addEventListener("end", () => {
    events.close();
    location.reload();
  });
}

if (form) {
  form.addEventListener("submit", showWork);
  acceptDrops();
}
if (navigator.clipboard) {
  document.querySelectorAll("[data-copy]").forEach(addCopyButton);
}
const run = document.querySelector("[data-run]");
if (run) followRun(run);
