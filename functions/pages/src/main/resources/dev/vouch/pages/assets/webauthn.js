// The two ceremonies, in the JSON shapes of WebAuthn Level 3 (section 5.1). Browsers without its JSON
// functions get the same result from the few lines at the end.

import { Failure } from "./api.js";

export function requireWebAuthn() {
  if (!window.isSecureContext || !window.PublicKeyCredential || !navigator.credentials) {
    throw new Failure({
      title: "This browser cannot use a security key here",
      detail: "It does not offer WebAuthn on this page.",
      help: "Open the link in a current Firefox, Chrome, Edge or Safari.",
      code: "webauthn_missing",
      retry: false,
    });
  }
}

export async function create(options) {
  const publicKey = window.PublicKeyCredential.parseCreationOptionsFromJSON
    ? PublicKeyCredential.parseCreationOptionsFromJSON(options)
    : creationOptions(options);
  return toJson(await ceremony(() => navigator.credentials.create({ publicKey })));
}

export async function get(options) {
  const publicKey = window.PublicKeyCredential.parseRequestOptionsFromJSON
    ? PublicKeyCredential.parseRequestOptionsFromJSON(options)
    : requestOptions(options);
  return toJson(await ceremony(() => navigator.credentials.get({ publicKey })));
}

// Browsers hide why a ceremony failed behind NotAllowedError (section 14.5.1): the text names the usual causes.
async function ceremony(run) {
  try {
    return await run();
  } catch (error) {
    throw new Failure(CAUSES[error.name] ?? { ...CAUSES.NotAllowedError, code: error.name });
  }
}

const CAUSES = {
  NotAllowedError: {
    title: "The key was not used",
    detail: "The browser stopped: cancelled, timed out, or the key holds no login for this site.",
    help: "Try again, with the key that you enrolled.",
    code: "ceremony_stopped",
  },
  InvalidStateError: {
    title: "This key is enrolled already",
    detail: "The key says that it holds a login for this site.",
    help: "Run vouch login, or use another key.",
    code: "key_enrolled_already",
  },
  SecurityError: {
    title: "This address is not the deployment's own",
    detail: "The browser refuses the key for this address.",
    help: "Open the link exactly as you received it.",
    code: "wrong_address",
  },
  ConstraintError: {
    title: "This key has no PIN",
    detail: "The key cannot verify its user, or cannot keep a login.",
    help: "Set a PIN on the key, or use a key that supports FIDO2.",
    code: "key_not_capable",
  },
};

function toJson(credential) {
  if (typeof credential.toJSON === "function") {
    return credential.toJSON();
  }
  const { response } = credential;
  return {
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: response.attestationObject ? registration(response) : authentication(response),
  };
}

function registration(response) {
  return {
    clientDataJSON: encode(response.clientDataJSON),
    attestationObject: encode(response.attestationObject),
    transports: response.getTransports?.() ?? [],
  };
}

function authentication(response) {
  return {
    clientDataJSON: encode(response.clientDataJSON),
    authenticatorData: encode(response.authenticatorData),
    signature: encode(response.signature),
    ...(response.userHandle && { userHandle: encode(response.userHandle) }),
  };
}

function creationOptions(json) {
  return {
    ...json,
    challenge: decode(json.challenge),
    user: { ...json.user, id: decode(json.user.id) },
    excludeCredentials: descriptors(json.excludeCredentials),
  };
}

function requestOptions(json) {
  return {
    ...json,
    challenge: decode(json.challenge),
    allowCredentials: descriptors(json.allowCredentials),
  };
}

function descriptors(list = []) {
  return list.map((each) => ({ ...each, id: decode(each.id) }));
}

function encode(buffer) {
  const text = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decode(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
