"""What stands in front of the emulator: a custom domain name, and the door of a registry.

Clients come through a CONNECT proxy, so that no host name has to be mapped on this machine. Behind it a TLS
server with a certificate of a CA that lives as long as the test answers for two kinds of hosts:

- the host of PublicBaseUrl: a custom domain name mapped to the stage of the deployed API;
- a registry's host: ECR's data plane. The emulator lets everybody in; this refuses who has no ECR token.

Every other host is refused.
"""

import base64
import datetime
import http.client
import http.server
import ipaddress
import pathlib
import socketserver
import ssl
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "proxy-connection", "upgrade"}


def make_certificates(folder: pathlib.Path, hosts):
    """Writes ca.pem and, with its private key, server.pem."""
    now = datetime.datetime.now(datetime.timezone.utc)

    def build(name, key, issuer, issuer_key, extensions):
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(minutes=5))
            .not_valid_after(now + datetime.timedelta(days=1))
        )
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        return builder.sign(issuer_key, hashes.SHA256())

    ca_key = ec.generate_private_key(ec.SECP256R1())
    ca = build(
        "Vouch e2e CA",
        ca_key,
        "Vouch e2e CA",
        ca_key,
        [
            (x509.BasicConstraints(ca=True, path_length=0), True),
            (x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key()), False),
        ],
    )
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = build(
        "Vouch e2e",
        key,
        "Vouch e2e CA",
        ca_key,
        [
            (x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), False),
            (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
            (x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), False),
        ],
    )
    (folder / "ca.pem").write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    server = folder / "server.pem"
    server.touch(mode=0o600)
    server.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return folder / "ca.pem"


class Front(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def __init__(self, folder, emulator_port, api_host, registry_host):
        super().__init__(("127.0.0.1", 0), Connection)
        self.ca = make_certificates(folder, [api_host, registry_host])
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(folder / "server.pem")
        self.emulator_port = emulator_port
        self.api_host = api_host
        self.registry_host = registry_host
        self.stage = None  # "API-ID/STAGE", once there is one
        self.registry_secret = None
        self.seen = []  # (host, method, path, status)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client_address):
        pass  # a client that went away


class Connection(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    host = None  # of the tunnel, once there is one

    def log_message(self, *arguments):
        pass

    def do_CONNECT(self):
        host, _, port = self.path.rpartition(":")
        if self.host or port != "443" or host not in (self.server.api_host, self.server.registry_host):
            self.answer(403, [], b"this proxy leads to the emulator only\n")
            self.close_connection = True
            return
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self.wfile.flush()
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)
        self.host = host
        self.close_connection = False

    def forward(self):
        if self.host is None:
            self.answer(403, [], b"this proxy takes CONNECT only\n")
            return
        body = self.body()
        path = self.path
        if self.host == self.server.api_host:
            if self.server.stage is None:
                self.answer(403, [("Content-Type", "application/json")], b'{"message":"Forbidden"}')
                return
            api, stage = self.server.stage.split("/")
            path = f"/restapis/{api}/{stage}/_user_request_{self.path}"
        elif not self.has_token():
            self.answer(401, [("WWW-Authenticate", 'Basic realm="ecr",service="ecr"')], b"Not Authorized\n")
            return
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
        headers["Host"] = self.host
        headers["X-Forwarded-For"] = str(ipaddress.ip_address(self.client_address[0]))
        upstream = http.client.HTTPConnection("127.0.0.1", self.server.emulator_port, timeout=60)
        try:
            upstream.request(self.command, path, body, headers)
            reply = upstream.getresponse()
            content = reply.read()
            kept = [(name, value) for name, value in reply.getheaders() if name.lower() not in HOP_BY_HOP]
            length = reply.getheader("Content-Length") if self.command == "HEAD" else None
            self.answer(reply.status, kept, content, length)
        finally:
            upstream.close()

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = forward

    def has_token(self):
        scheme, _, value = self.headers.get("Authorization", "").partition(" ")
        if scheme != "Basic" or self.server.registry_secret is None:
            return False
        return base64.b64decode(value) == b"AWS:" + self.server.registry_secret.encode()

    def body(self):
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            pieces = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            return b"".join(pieces)
        length = int(self.headers.get("Content-Length") or 0)
        return self.rfile.read(length) if length else None

    def answer(self, status, headers, content, length=None):
        self.server.seen.append((self.host, self.command, self.path.split("?")[0], status))
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", length or str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
