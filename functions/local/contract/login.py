"""Enrols a user and logs in, with the software security key in the place of a person and a browser."""

import http.server
import os
import secrets
import subprocess
import threading
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

import requests

from signing import AdminAuth, DpopKey, SessionAuth, sha256

SERVER = os.environ["VOUCH_SERVER"]
LIMIT = 60


@dataclass(frozen=True)
class Login:
    """What a client has after a login."""

    key: DpopKey
    token: str


def invite(email: str) -> str:
    """Invites a user; the secret of the link."""
    answer = requests.post(
        f"{SERVER}/admin/users", json={"email": email, "groups": ["platform"]}, auth=AdminAuth(), timeout=LIMIT
    )
    answer.raise_for_status()
    return urlsplit(answer.json()["invitation"]["url"]).fragment


def enrol(email: str) -> None:
    browse(f"{SERVER}/enroll#{invite(email)}")


def browse(url: str) -> None:
    subprocess.run([os.environ["BROWSER"], url], check=True, timeout=LIMIT, stdout=subprocess.DEVNULL)


def authorize_url(key: DpopKey, verifier: str, redirect: str) -> str:
    return f"{SERVER}/oauth/authorize?" + urlencode(
        {
            "response_type": "code",
            "client_id": "vouch",
            "redirect_uri": redirect,
            "state": secrets.token_urlsafe(24),
            "code_challenge": sha256(verifier),
            "code_challenge_method": "S256",
            "dpop_jkt": key.thumbprint(),
        }
    )


def login() -> Login:
    key, verifier = DpopKey(), secrets.token_urlsafe(48)
    with Loopback() as loopback:
        browse(authorize_url(key, verifier, loopback.redirect))
        code = loopback.code()
    answer = requests.post(
        f"{SERVER}/oauth/token",
        data={
            "grant_type": "authorization_code",
            "client_id": "vouch",
            "code": code,
            "redirect_uri": loopback.redirect,
            "code_verifier": verifier,
        },
        auth=SessionAuth(key),
        timeout=LIMIT,
    )
    answer.raise_for_status()
    return Login(key, answer.json()["access_token"])


class Loopback:
    """The address that the browser brings the code to."""

    def __init__(self) -> None:
        codes: list[str] = []
        arrived = threading.Event()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                codes.append(parse_qs(urlsplit(self.path).query)["code"][0])
                self.send_response(204)
                self.end_headers()
                arrived.set()

            def log_message(self, *_: object) -> None:
                pass

        self._codes, self._arrived = codes, arrived
        self._server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.redirect = f"http://127.0.0.1:{self._server.server_port}/callback"

    def __enter__(self) -> "Loopback":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def code(self) -> str:
        if not self._arrived.wait(LIMIT):
            raise TimeoutError("the browser did not come back")
        return self._codes[0]
