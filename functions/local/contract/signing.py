"""Signs requests as the client does: DPoP (RFC 9449) for users, Signature Version 4 for administrators."""

import base64
import hashlib
import json
import secrets
import time
from urllib.parse import urlsplit

import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.session import Session
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def sha256(text: str) -> str:
    return base64url(hashlib.sha256(text.encode()).digest())


class DpopKey:
    """A P-256 key that lives as long as this process."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        numbers = self._key.public_key().public_numbers()
        x, y = (base64url(n.to_bytes(32, "big")) for n in (numbers.x, numbers.y))
        self.jwk = {"crv": "P-256", "kty": "EC", "x": x, "y": y}

    def thumbprint(self) -> str:
        """RFC 7638."""
        return sha256(json.dumps(self.jwk, separators=(",", ":"), sort_keys=True))

    def proof(self, method: str, url: str, token: str | None = None) -> str:
        claims = {"jti": secrets.token_urlsafe(18), "htm": method, "htu": url, "iat": int(time.time())}
        if token is not None:
            claims["ath"] = sha256(token)
        header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": self.jwk}
        signed = ".".join(base64url(json.dumps(part).encode()) for part in (header, claims))
        r, s = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{signed}.{base64url(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


class SessionAuth(requests.auth.AuthBase):
    """A request within a session; without a token, one that only proves the key."""

    def __init__(self, key: DpopKey, token: str | None = None) -> None:
        self._key, self._token = key, token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        url = urlsplit(request.url)
        target = f"{url.scheme}://{url.netloc}{url.path}"
        request.headers["DPoP"] = self._key.proof(request.method, target, self._token)
        if self._token is not None:
            request.headers["Authorization"] = f"DPoP {self._token}"
        return request


class AdminAuth(requests.auth.AuthBase):
    """A request of the administrator whose AWS profile the environment names."""

    def __init__(self) -> None:
        session = Session()
        self._signer = SigV4Auth(session.get_credentials(), "execute-api", session.get_config_variable("region"))

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        signed = AWSRequest(method=request.method, url=request.url, data=request.body)
        self._signer.add_auth(signed)
        request.headers.update(dict(signed.headers))
        return request
