"""What schemathesis needs to get behind the gate. Most cases are signed and carry some real values; every fifth
stays as it was made up, so that strangers are played too. The choice follows from the case alone: a failure can be
repeated."""

import atexit
import os
import pathlib
import sys
import zlib

import requests
import schemathesis

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from login import SERVER, authorize_url, enrol, invite, login  # noqa: E402
from signing import AdminAuth, DpopKey, SessionAuth  # noqa: E402

HOST = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
USER = f"user-{os.getpid()}@example.org"

calls = 0


class Real:
    """Values that a made-up request cannot guess."""

    def __init__(self) -> None:
        enrol(USER)
        self.admin = AdminAuth()
        self.session = login()
        self.parting = login()
        self.invitation = invite(f"guest-{os.getpid()}@example.org")
        request, statement = self._asked()
        enrolment = requests.post(f"{SERVER}/enroll/options", json={"invitation": self.invitation}, timeout=60).json()
        registry = {"registry": HOST}
        self.members = {
            "vendAws": registry,
            "previewAws": registry,
            "explainAws": registry | {"repository": "team-a/app"},
            "loginOptions": {"request": request},
            "completeLogin": {"request": request, "statement": statement},
            "enrolmentOptions": {"invitation": self.invitation},
            "completeEnrolment": {"invitation": self.invitation, "statement": enrolment["statement"]},
            "revoke": {"token": self.parting.token},
        }
        self.path = {"user": USER}

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
        case.body |= real.members.get(name, {})
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


@atexit.register
def tell():
    pathlib.Path(os.environ["VOUCH_CONTRACT_CALLS"]).write_text(f"{calls}\n")
