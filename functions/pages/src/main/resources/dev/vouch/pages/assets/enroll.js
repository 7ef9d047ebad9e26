// The page behind an invitation's link. The secret is in the fragment, which no server sees; it is taken
// out of the address at once, so that it stays in no history and on no screen.

import { Failure, post } from "./api.js";
import { element, fill, run, show } from "./view.js";
import { create, requireWebAuthn } from "./webauthn.js";

const invitation = location.hash.slice(1);
history.replaceState(null, "", location.pathname);

const again = () => run(start, again);

async function start() {
  requireWebAuthn();
  if (!invitation) {
    throw new Failure({
      title: "There is no invitation here",
      detail: "The link has lost its last part, or this page was reloaded.",
      help: "Open the link from your invitation again, whole.",
      code: "invitation_missing",
      retry: false,
    });
  }
  const options = await post("/enroll/options", { invitation });
  fill({ user: options.user, origin: location.host });
  element("go").onclick = () => run(() => enrol(options), again);
  show("confirm");
}

async function enrol({ statement, publicKey }) {
  show("touch");
  const credential = await create(publicKey);
  const answer = await post("/enroll/complete", { invitation, statement, credential });
  fill({
    "done-user": answer.user,
    model: answer.key.model,
    key: answer.key.id,
    receipt: answer.receipt.id,
    login: `vouch login --server ${location.origin}`,
  });
  show("done");
}

run(start, again);
