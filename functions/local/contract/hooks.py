"""What schemathesis needs to get behind the gate. Most cases are signed and carry some real values; every fifth
stays as it was made up, so that strangers are played too. The choice follows from the case alone: a failure can be
repeated."""

import atexit
import os
import pathlib
import sys
import time
import zlib

import requests
import schemathesis

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from login import SERVER, authorize_url, enrol, invite, login  # noqa: E402
from signing import AdminAuth, DpopKey, SessionAuth  # noqa: E402

HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
USER = "user@example.org"
# A statement is good for five minutes.
FRESH_SECONDS = 120
PROGRESS_EVERY = 1_000

calls = 0


class Real:
    """Values that a made-up request cannot guess."""

    def __init__(self) -> None:
        enrol(USER)
        self.admin = AdminAuth()
        self.session = login()
        self.parting = login()
        self.invitation = invite("guest@example.org")
        self.path = {"user": USER}
        self._members, self._since = self._asked_for(), time.monotonic()

    def members(self, name: str) -> dict[str, str]:
        """What the body of this operation needs to get far."""
        if time.monotonic() - self._since > FRESH_SECONDS:
            self._members, self._since = self._asked_for(), time.monotonic()
        return self._members.get(name, {})

    def _asked_for(self) -> dict[str, dict[str, str]]:
        request, statement = self._asked()
        enrolment = requests.post(f"{SERVER}/enroll/options", json={"invitation": self.invitation}, timeout=60).json()
        registry = {"registry": HOST}
        return {
            "vendAws": registry,
            "previewAws": registry,
            "explainAws": registry | {"repository": "team-a/app"},
            "loginOptions": {"request": request},
            "completeLogin": {"request": request, "statement": statement},
            "enrolmentOptions": {"invitation": self.invitation},
            "completeEnrolment": {"invitation": self.invitation, "statement": enrolment["statement"]},
            "revoke": {"token": self.parting.token},
        }

    def _asked(self) -> tuple[str, str]:
        """A login as far as the question that the page asks."""
        url = authorize_url(DpopKey(), "v" * 43, "http://127.0.0.1:49152/callback")
        location = requests.get(url, allow_redirects=False, timeout=60).headers["Location"]
        request = location.partition("#request=")[2]
        asked = requests.post(f"{SERVER}/login/options", json={"request": request}, timeout=60).json()
        return request, asked["statement"]


real = Real()


@schemathesis.hook
def before_call(context, case, kwargs):
    made_up = (case.path_parameters, case.query, case.headers, case.body)
    choice = zlib.crc32(repr((case.method, case.path, *made_up)).encode()) % 5
    # there is one request only to a route without parameters: it is signed
    if choice == 0 and any(made_up):
        return
    name = case.operation.definition.raw["operationId"]
    if choice > 2:
        fill_in(case, name)
    kwargs["auth"] = signer(case, name)


def fill_in(case, name):
    if isinstance(case.body, dict):
        case.body |= real.members(name)
    # nobody is to lock this user out for the rest of the run
    if name in ("listKeys", "enableUser"):
        case.path_parameters |= real.path


def signer(case, name):
    needs = {scheme for one in case.operation.definition.raw["security"] for scheme in one}
    if "sigv4" in needs:
        return real.admin
    if name == "revoke":
        return SessionAuth(real.parting.key, real.parting.token)
    if "dpop" in needs or name == "token":
        return SessionAuth(real.session.key, real.session.token if "dpop" in needs else None)
    return None


@schemathesis.hook
def after_call(context, case, response):
    global calls
    calls += 1
    if calls % PROGRESS_EVERY == 0:
        print(f"{os.environ['VOUCH_CONTRACT_SIDE']}: {calls} requests", file=sys.stderr, flush=True)


@atexit.register
def tell():
    pathlib.Path(os.environ["VOUCH_CONTRACT_CALLS"]).write_text(f"{calls}\n")
