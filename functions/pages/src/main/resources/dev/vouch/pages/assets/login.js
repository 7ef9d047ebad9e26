// The page behind /oauth/authorize. Nothing is signed before the person has compared the codes and said so.

import { Failure, post } from "./api.js";
import { element, fill, run, show } from "./view.js";
import { get, requireWebAuthn } from "./webauthn.js";

const again = () => run(start, again);

async function start() {
  requireWebAuthn();
  const request = new URLSearchParams(location.hash.slice(1)).get("request");
  if (!request) {
    throw new Failure({
      title: "There is no login to confirm",
      detail: "This page was opened without a request.",
      help: "Run vouch login in a terminal: it opens this page.",
      code: "request_missing",
      retry: false,
    });
  }
  const options = await post("/login/options", { request });
  fill({
    code: options.confirmation_code,
    host: options.client_host ?? "a computer that did not give its name",
    origin: location.host,
  });
  element("go").onclick = () => run(() => confirm(request, options), again);
  show("confirm");
}

async function confirm(request, { statement, publicKey }) {
  show("touch");
  const credential = await get(publicKey);
  const answer = await post("/login/complete", { request, statement, credential });
  const target = loopback(answer.redirect_uri);
  show("done");
  location.replace(target);
}

// The code may go to a program on this computer and nowhere else (RFC 8252, section 7.3), whatever the server says.
function loopback(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const literal = url?.hostname === "127.0.0.1" || url?.hostname === "[::1]";
  if (!literal || url.protocol !== "http:" || !url.port || url.username || url.password || url.hash) {
    throw new Failure({
      title: "The login was not handed over",
      detail: "The server named an address that is not on this computer.",
      help: "Tell your administrator: this should never happen.",
      code: "redirect_not_loopback",
      retry: false,
    });
  }
  return url.href;
}

run(start, again);
