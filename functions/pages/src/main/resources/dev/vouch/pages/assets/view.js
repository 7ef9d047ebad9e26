// One step of the page is visible at a time; its heading gets the focus, so that a screen reader says it.

import { Failure } from "./api.js";

export const element = (id) => document.getElementById(id);

export function fill(texts) {
  for (const [id, text] of Object.entries(texts)) {
    element(id).textContent = text;
  }
}

export function show(step) {
  for (const section of document.querySelectorAll("[data-step]")) {
    section.hidden = section.dataset.step !== step;
  }
  const heading = document.querySelector(`[data-step="${step}"] h1`);
  fill({ announce: heading.textContent });
  heading.focus();
}

// Runs a part of the page; `again` restarts it and is offered only where a second try can help.
export async function run(work, again) {
  try {
    await work();
  } catch (error) {
    fail(error, again);
  }
}

function fail(error, again) {
  const failure = error instanceof Failure ? error : unexpected(error);
  fill({
    "failed-title": failure.title,
    "failed-detail": failure.message,
    "failed-help": failure.help,
    "failed-code": `Code: ${failure.code}`,
  });
  element("again").hidden = !failure.retry;
  element("again").onclick = again;
  show("failed");
}

function unexpected(error) {
  console.error(error);
  return new Failure({
    title: "This page failed",
    detail: "Something went wrong in the browser.",
    help: "Reload the page. If it happens again, tell your administrator the code.",
    code: "page_fault",
    retry: false,
  });
}
