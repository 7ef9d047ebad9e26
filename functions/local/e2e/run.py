"""A real deployment of template.yaml, from `sam deploy` to the stack's deletion. Run it with `make e2e`.

What is real: the template and the zips as they are shipped, `sam`, the AWS CLI, the client's binaries, Docker's
command line and its engine, the runtime interface client in the functions' containers. The emulator is ministack,
started in LocalStack's place by Testcontainers.

What is the test's own, beside the deployment and never in a zip:
- a TLS front with a CA that lives as long as the test, in place of a custom domain name (front.py);
- a layer on the enrolment function that makes it trust the maker of the software security key. A production
  deployment trusts hardware keys only, and there is no setting that changes this;
- what the emulator lacks: an IAM authorizer, lists in Fn::Join, DeletionPolicy, versions and aliases that outlive
  an update, LocalStack's word that it is ready (emulator/start.py).

What the emulator cannot show: it evaluates no IAM policy, no resource policy, no session policy and no trust
policy, does not ask the issuer for its keys, gives everybody the same ECR token, validates no body, and has neither
SnapStart nor throttling. So this shows that the parts fit together. It shows nothing about who is kept out by AWS.

VOUCH_E2E_EMULATOR_IMAGE   an image of the emulator, instead of one built from its Python package
VOUCH_E2E_EVENTS           `invoke`: each sample event with a `sam local invoke` of its own, which takes much longer;
                           `none`: no sample events
"""

import base64
import fcntl
import io
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import ssl
import struct
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
import zipfile

import emulator
import events
import images
from front import Front

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
WORK = ROOT / "build/e2e"
VENV = ROOT / "build/python/bin"
JAVA_HOME = os.environ["JAVA_HOME"]

STACK = "vouch"
API_HOST = "vouch.example.com"
REGISTRY = f"{emulator.ACCOUNT}.dkr.ecr.{emulator.REGION}.amazonaws.com"
REPOSITORY = "team-a/app"
USER = "ada@example.com"
SOFTWARE_KEY = "766f7563-6820-4c6f-6361-6c204b657921"
FUNCTIONS = ["administer", "authenticate", "discover", "enroll", "pages", "review-audit", "vend-aws"]


# ioctls of Linux, linux/sockios.h
ADD_BRIDGE, REMOVE_BRIDGE = 0x89A0, 0x89A1
GET_FLAGS, SET_FLAGS = 0x8913, 0x8914


def change_bridge(request, name):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        if request == REMOVE_BRIDGE:  # it has to be down
            flags = struct.unpack("16sh", fcntl.ioctl(any_socket, GET_FLAGS, struct.pack("16sh", name.encode(), 0)))[1]
            fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh", name.encode(), flags & ~1))
        fcntl.ioctl(any_socket, request, name.encode() + b"\0")


class Failure(Exception):
    """What was shown is not what should be."""


def check(truth, otherwise):
    if not truth:
        raise Failure(otherwise)


class Test:
    def __init__(self, folder):
        self.folder = folder
        self.steps = 0
        self.started = time.monotonic()
        self.engine = None
        self.bridge = None
        self.front = None
        self.sam_local = None
        self.functions = FUNCTIONS
        self.failure = Failure
        self.sam = VENV / "sam"
        self.emulator = emulator.Ministack()
        self.home = folder / "home"
        self.home.mkdir(mode=0o700)
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR", "JAVA_HOME") if name in os.environ}
        self.plain = {**kept, "HOME": str(self.home), "PATH": f"{VENV}:{kept['PATH']}"}

    # telling

    def step(self, title):
        self.steps += 1
        print(f"\n{self.steps}. {title}   [{time.monotonic() - self.started:.0f} s]", flush=True)

    def say(self, text):
        for line in str(text).rstrip().splitlines():
            print(f"     {line}", flush=True)

    def run(self, *command, env=None, refused=False, quiet=False, timeout=300, cwd=None, stdin=None):
        """Runs a command as a person would, shows it and what it prints, and returns that."""
        shown = " ".join(str(word) for word in command).replace(f"{self.folder}/", "")
        if not quiet:
            print(f"   $ {shown}", flush=True)
        done = subprocess.run(
            [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            input=stdin, stdin=None if stdin else subprocess.DEVNULL, env=env or self.client, timeout=timeout, cwd=cwd,
        )
        if not quiet:
            self.say(done.stdout)
        if refused != (done.returncode != 0):
            if quiet:
                self.say(done.stdout)
            raise Failure(f"{shown}: exit status {done.returncode}" + (", but it should be refused" if refused else ""))
        return done.stdout

    def aws(self, *arguments, profile="deployer"):
        env = {**self.sdk, "AWS_PROFILE": profile}
        text = self.run(VENV / "aws", *arguments, "--output", "json", env=env, quiet=True)
        return json.loads(text) if text.strip() else {}

    # the steps

    def prepare(self):
        self.step("The images")
        WORK.mkdir(parents=True, exist_ok=True)
        self.say(f"Java 25 functions run in {images.lambda_java(ROOT, WORK, JAVA_HOME, VENV / 'python')}.")
        image = images.emulator(WORK, VENV / "python")
        self.step("The emulator, and what stands in front of it")
        self.emulator.start(image)
        self.front = Front(self.folder, self.emulator.port, API_HOST, REGISTRY)
        proxy = f"http://127.0.0.1:{self.front.server_address[1]}"
        self.say(f"ministack answers at {self.emulator.endpoint}, https://{API_HOST} through the proxy {proxy}.")
        self.credentials = self.folder / "aws-credentials"
        self.write_profile("deployer", "test", "test", fresh=True)
        self.sdk = {
            **self.plain,
            "AWS_ENDPOINT_URL": self.emulator.endpoint,
            "AWS_REGION": emulator.REGION,
            "AWS_DEFAULT_REGION": emulator.REGION,
            "AWS_SHARED_CREDENTIALS_FILE": str(self.credentials),
            "AWS_CONFIG_FILE": str(self.folder / "aws-config"),
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_PAGER": "",
            "SAM_CLI_TELEMETRY": "0",
        }
        self.deployer = {**self.sdk, "AWS_PROFILE": "deployer"}
        (self.folder / "aws-config").write_text("")
        self.client = {
            **self.plain,
            "PATH": f"{ROOT / 'helper-client/bin'}:{self.plain['PATH']}",
            "HTTPS_PROXY": proxy,
            "NO_PROXY": "127.0.0.1,localhost",
            "SSL_CERT_FILE": str(self.front.ca),
            "VOUCH_SERVER": f"https://{API_HOST}",
            "VOUCH_HOME": str(self.home / "vouch"),
            "DOCKER_CONFIG": str(self.home / "docker"),
            "AWS_PROFILE": "admin",
            "AWS_REGION": emulator.REGION,
            "AWS_SHARED_CREDENTIALS_FILE": str(self.credentials),
            "AWS_CONFIG_FILE": str(self.folder / "aws-config"),
            "AWS_EC2_METADATA_DISABLED": "true",
            "BROWSER": str(self.folder / "browser"),
        }
        (self.home / "docker").mkdir(mode=0o700)
        self.make_browser(self.front.server_address[1])
        self.start_engine(proxy)
        for name in ("admin", "reviewer"):
            self.aws("iam", "create-user", "--user-name", name)
            key = self.aws("iam", "create-access-key", "--user-name", name)["AccessKey"]
            self.write_profile(name, key["AccessKeyId"], key["SecretAccessKey"])

    def write_profile(self, name, key_id, secret, fresh=False):
        if fresh:
            self.credentials.touch(mode=0o600)
        with self.credentials.open("a") as file:
            file.write(f"[{name}]\naws_access_key_id = {key_id}\naws_secret_access_key = {secret}\n")

    def make_browser(self, proxy_port):
        """The software security key's browser, with the proxy and the CA."""
        store = self.folder / "ca.p12"
        images.quietly(
            "keytool", f"{JAVA_HOME}/bin/keytool", "-importcert", "-noprompt", "-alias", "ca", "-storetype", "PKCS12",
            "-keystore", store, "-storepass", "public", "-file", self.front.ca,
        )
        script = self.folder / "browser"
        script.write_text(
            "#!/bin/sh\n"
            f'exec "{JAVA_HOME}/bin/java" -Xshare:auto -XX:TieredStopAtLevel=1 \\\n'
            f"  -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort={proxy_port} \\\n"
            f'  -Djavax.net.ssl.trustStore="{store}" -Djavax.net.ssl.trustStorePassword=public \\\n'
            f'  -Dvouch.security-key.dir="{self.folder}/security-key" \\\n'
            f'  -cp "{ROOT}/functions/local/stack/target/lib/*" dev.vouch.local.securitykey.SoftBrowser "$@"\n'
        )
        script.chmod(0o700)

    def start_engine(self, proxy):
        """A second engine for pushes and pulls: it trusts the test's CA, and the person's own is left as it is."""
        folder = self.folder / "engine"
        folder.mkdir()
        log = (self.folder / "engine.log").open("w")
        self.engine_host = f"unix://{folder}/docker.sock"
        # a bridge of its own: without one, or with none, it would take away the first engine's
        self.bridge = f"vouche2e{os.getpid()}"[:15]
        change_bridge(ADD_BRIDGE, self.bridge)
        self.engine = subprocess.Popen(
            [
                "dockerd", "--host", self.engine_host, "--data-root", folder / "data", "--exec-root", folder / "exec",
                "--pidfile", folder / "pid", "--bridge", self.bridge, "--iptables=false", "--storage-driver", "vfs",
            ],
            env={**self.plain, "HTTPS_PROXY": proxy, "SSL_CERT_FILE": str(self.front.ca)},
            stdout=log, stderr=log, start_new_session=True,
        )
        for _ in range(150):
            if subprocess.run(["docker", "--host", self.engine_host, "info"], capture_output=True).returncode == 0:
                return
            if self.engine.poll() is not None:
                break
            time.sleep(0.2)
        self.say("\n".join((self.folder / "engine.log").read_text().splitlines()[-15:]))
        raise Failure("the second Docker engine did not start")

    def docker(self, *arguments, **options):
        return self.run("docker", "--host", self.engine_host, *arguments, **options)

    def sam_deploy(self, folder, **changed):
        settings = self.folder / "samconfig.toml"
        users, roles = f"arn:aws:iam::{emulator.ACCOUNT}:user/", f"arn:aws:iam::{emulator.ACCOUNT}:role/"
        parameters = {
            "PublicBaseUrl": f"https://{API_HOST}",
            "AllowedAaguids": f"hardware,{SOFTWARE_KEY}=Vouch-software-key",
            # the roles are those of the sample events
            "AdminPrincipals": f"{users}admin,{roles}vouch-admin",
            "AuditPrincipals": f"{users}reviewer,{roles}vouch-audit",
            **changed,
        }
        listed = ",\n".join(json.dumps(f"{name}={value}") for name, value in parameters.items())
        settings.write_text(
            "version = 0.1\n[default.deploy.parameters]\n"
            f'stack_name = "{STACK}"\nresolve_s3 = true\ncapabilities = "CAPABILITY_IAM"\n'
            f"confirm_changeset = false\nfail_on_empty_changeset = false\nparameter_overrides = [\n{listed}\n]\n"
        )
        print("   $ sam deploy --config-file samconfig.toml", flush=True)
        text = self.run(
            self.sam, "deploy", "--template-file", folder / "template.yaml", "--config-file", settings,
            env=self.deployer, quiet=True, cwd=folder, timeout=900,
        )
        self.say("\n".join(line for line in text.splitlines() if "Successfully" in line) or text[-2000:])

    def deploy(self):
        self.step("sam deploy, of template.yaml and the zips as they are")
        self.sam_deploy(ROOT)
        self.resources = {
            row["LogicalResourceId"]: row["PhysicalResourceId"]
            for row in self.aws("cloudformation", "describe-stack-resources", "--stack-name", STACK)["StackResources"]
        }
        stage = next(name for logical, name in self.resources.items() if logical.endswith("Stage"))
        self.front.stage = f"{self.resources['FrontDoor']}/{stage}"
        outputs = self.aws("cloudformation", "describe-stacks", "--stack-name", STACK)["Stacks"][0]["Outputs"]
        for item in outputs:
            self.say(f"{item['OutputKey']}: {item['OutputValue']}")
        self.trust_software_key()
        self.connect_account()
        discovery = json.loads(self.fetch("/.well-known/openid-configuration"))
        check(discovery["issuer"] == f"https://{API_HOST}", f"the issuer is {discovery['issuer']}")
        keys = json.loads(self.fetch("/.well-known/jwks.json"))["keys"]
        check(len(keys) == 1 and keys[0]["kty"] == "RSA", "the issuer has no RSA key")
        self.say(f"The issuer is {discovery['issuer']}; its key is in the emulator's KMS.")

    def connect_account(self):
        """The registry's account, here the broker's too. The emulator's CloudFormation knows no OIDC provider."""
        provider = self.aws(
            "iam", "create-open-id-connect-provider", "--url", f"https://{API_HOST}", "--client-id-list", "sts.amazonaws.com"
        )["OpenIDConnectProviderArn"]
        images.quietly(
            "The registry's stack", VENV / "aws", "cloudformation", "deploy", "--stack-name", f"{STACK}-registry",
            "--template-file", ROOT / "infra/target-account.yaml", "--capabilities", "CAPABILITY_NAMED_IAM",
            "--parameter-overrides", f"Issuer=https://{API_HOST}", f"ProviderArn={provider}", env=self.deployer,
        )
        stack = self.aws("cloudformation", "describe-stacks", "--stack-name", f"{STACK}-registry")["Stacks"][0]
        outputs = {item["OutputKey"]: item["OutputValue"] for item in stack["Outputs"]}
        check(outputs["RegistryHost"] == REGISTRY, f"the registry's host is {outputs['RegistryHost']}")
        check(outputs["RoleArn"] in (HERE / "policy.yaml").read_text(), f"the registry's role is {outputs['RoleArn']}")
        self.say(f"The registry's account is connected: {outputs['RoleArn']}.")

    def fetch(self, path):
        handler = urllib.request.ProxyHandler({"https": self.client["HTTPS_PROXY"]})
        context = ssl.create_default_context(cafile=str(self.front.ca))
        opener = urllib.request.build_opener(handler, urllib.request.HTTPSHandler(context=context))
        try:
            with opener.open(f"https://{API_HOST}{path}", timeout=60) as reply:
                return reply.read().decode()
        except urllib.error.HTTPError as e:
            raise Failure(f"GET {path}: {e.code} {e.read().decode()[:300]}") from e

    def trust_software_key(self):
        """A layer beside the enrolment function's zip. No production deployment has it, and no zip contains it."""
        images.quietly(
            "The software security key", f"{JAVA_HOME}/bin/java", "-cp", f"{ROOT}/functions/local/stack/target/lib/*",
            HERE / "MakeKey.java", self.folder / "security-key", self.folder / "attestation-root.pem",
        )
        layer = self.folder / "layer.zip"
        jar = next((ROOT / "functions/local/overrides/target").glob("local-overrides-*-SNAPSHOT.jar"))
        with zipfile.ZipFile(layer, "w") as file:
            file.write(jar, f"java/lib/{jar.name}")
            file.write(self.folder / "attestation-root.pem", "attestation-root.pem")
        arn = self.aws(
            "lambda", "publish-layer-version", "--layer-name", "vouch-e2e-software-key", "--zip-file", f"fileb://{layer}"
        )["LayerVersionArn"]
        function = self.resources["Enroll"]
        settings = self.aws("lambda", "get-function-configuration", "--function-name", function)["Environment"]["Variables"]
        settings["VOUCH_LOCAL_ATTESTATION_ROOT"] = "/opt/attestation-root.pem"
        self.aws(
            "lambda", "update-function-configuration", "--function-name", function, "--layers", arn,
            "--environment", json.dumps({"Variables": settings}),
        )
        version = self.aws("lambda", "publish-version", "--function-name", function)["Version"]
        self.aws("lambda", "update-alias", "--function-name", function, "--name", "live", "--function-version", version)
        self.say("A layer on the enrolment function trusts the software key's maker; see the head of run.py.")

    def enrol(self):
        self.step("The administrator applies a policy and invites Ada; she enrols her key and logs in")
        self.run("vouch", "admin", "policy", "apply", HERE / "policy.yaml")
        text = self.run("vouch", "admin", "users", "invite", USER, "--group", "platform")
        link = re.search(rf"https://{re.escape(API_HOST)}/enroll#[\w-]+", text).group(0)
        self.run(self.folder / "browser", link)
        self.run("vouch", "login")
        self.run("vouch", "status")

    def push_and_pull(self):
        self.step("docker push and docker pull, through docker-credential-vouch")
        self.aws("ecr", "create-repository", "--repository-name", REPOSITORY)
        self.front.registry_secret = self.registry_secret()
        self.run("vouch", "setup", "docker", "--configure", REGISTRY)
        image = f"{REGISTRY}/{REPOSITORY}:1.0"
        archive = self.folder / "image.tar"
        with tarfile.open(archive, "w") as file:
            content = b"pulled through a credential that one touch allowed\n"
            entry = tarfile.TarInfo("hello")
            entry.size = len(content)
            file.addfile(entry, io.BytesIO(content))
        self.docker("import", archive, image, quiet=True)
        self.docker("push", image)
        self.docker("image", "rm", image, quiet=True)
        self.docker("pull", image)
        stranger = {**self.client, "DOCKER_CONFIG": str(self.home / "stranger")}
        self.docker("pull", image, env=stranger, refused=True)
        tags = self.aws("ecr", "list-images", "--repository-name", REPOSITORY)["imageIds"]
        check(any(tag.get("imageTag") == "1.0" for tag in tags), "ECR does not list the image")

    def registry_secret(self):
        data = self.aws("ecr", "get-authorization-token")["authorizationData"][0]
        return base64.b64decode(data["authorizationToken"]).decode().split(":", 1)[1]

    def get(self, refused=False):
        """What docker does. The credential itself is not shown."""
        print(f"   $ echo {REGISTRY} | docker-credential-vouch get", flush=True)
        text = self.run("docker-credential-vouch", "get", stdin=REGISTRY, quiet=not refused, refused=refused)
        if not refused:
            check(json.loads(text)["Username"] == "AWS", "this is no credential of ECR")
            self.say("(a credential)")

    def audit(self):
        self.step("A reviewer reads the records: with the AWS CLI, and with vouch")
        records = self.records()
        for record in records:
            self.say(f"{record.get('at', '?')}  {record.get('type', '?')}")
        types = {record.get("type") for record in records}
        wanted = {"user.invited", "key.enrolled", "login.completed", "session.started", "credential.intended", "credential.issued"}
        check(wanted <= types, f"no record of {', '.join(sorted(wanted - types))}")
        self.run("vouch", "audit", "verify", env={**self.client, "AWS_PROFILE": "reviewer"})

    def records(self):
        days = {time.strftime("%Y-%m-%d", time.gmtime(time.time() - back)) for back in (0, 3600)}
        found = []
        for day in sorted(days):
            found += self.aws(
                "dynamodb", "query", "--table-name", self.resources["AuditTable"], "--index-name", "by_day",
                "--key-condition-expression", "#day = :day",
                "--expression-attribute-names", json.dumps({"#day": "day"}),
                "--expression-attribute-values", json.dumps({":day": {"S": day}}),
                profile="reviewer",
            )["Items"]
        return [json.loads(base64.b64decode(item["record"]["B"])) for item in found]

    def upgrade(self):
        self.step("A second deployment, with two changed functions and parameters: what is kept, and whether the session goes on")
        before = {name: self.resources[name] for name in self.resources if name.endswith(("Table", "Key"))}
        records = len(self.records())
        issuer = json.loads(self.fetch("/.well-known/jwks.json"))["keys"]
        again = self.folder / "second"
        again.mkdir()
        shutil.copy(ROOT / "template.yaml", again)
        for name in FUNCTIONS:
            target = again / f"functions/{name}/target/{name}.zip"
            target.parent.mkdir(parents=True)
            shutil.copy(ROOT / f"functions/{name}/target/{name}.zip", target)
        mark = "deployed a second time"
        self.change(again / "functions/pages/target/pages.zip", "pages-", "dev/vouch/pages/login.html", mark)
        with zipfile.ZipFile(again / "functions/vend-aws/target/vend-aws.zip", "a") as file:
            file.writestr("changed.txt", mark)
        hashes = self.code_hashes()
        self.sam_deploy(again, SessionLifetime="4h", IssuerKeys="first-and-second")
        changed = {name for name, value in self.code_hashes().items() if value != hashes[name]}
        check(changed == {"Pages", "VendAws"}, f"changed: {', '.join(sorted(changed))}")
        self.resources = now = {
            row["LogicalResourceId"]: row["PhysicalResourceId"]
            for row in self.aws("cloudformation", "describe-stack-resources", "--stack-name", STACK)["StackResources"]
        }
        for name, physical in before.items():
            check(now.get(name) == physical, f"{name} was replaced")
        check(mark in self.fetch("/login"), "the changed page is not served")
        check(len(self.records()) >= records, "records are gone")
        keys = json.loads(self.fetch("/.well-known/jwks.json"))["keys"]
        check(len(keys) == 2 and issuer[0] in keys, "the JWKS does not have the issuer's key and the next one")
        live = self.aws(
            "lambda", "get-function-configuration", "--function-name", self.resources["Authenticate"], "--qualifier", "live"
        )
        check(live["Environment"]["Variables"]["VOUCH_SESSION_LIFETIME"] == "4h", "the changed parameter is not in force")
        self.say(
            f"Tables and keys are the same, {records} records are there, the changed page is served, the next issuer key is"
            " published, and new sessions live for 4 hours."
        )
        self.run("vouch", "status", quiet=True)
        # another scope, so that the agent has to ask the server, with the session from before
        self.run("vouch", "scope", "set", REGISTRY, REPOSITORY, "--actions", "pull")
        self.docker("pull", f"{REGISTRY}/{REPOSITORY}:1.0")
        check(len(self.records()) > records, "the credential after the deployment is not on record")

    def code_hashes(self):
        names = {"Pages", "Discover", "Enroll", "Authenticate", "VendAws", "Administer", "ReviewAudit"}
        return {
            name: self.aws("lambda", "get-function-configuration", "--function-name", self.resources[name])["CodeSha256"]
            for name in names
        }

    @staticmethod
    def change(archive, jar_prefix, member, mark):
        """Adds a comment to a page in a jar in a zip."""
        def rewritten(data, edit):
            out = io.BytesIO()
            with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
                for entry in old.infolist():
                    new.writestr(entry, edit(entry.filename, old.read(entry)))
            return out.getvalue()

        def edit_jar(name, data):
            return data + f"<!-- {mark} -->\n".encode() if name == member else data

        def edit_zip(name, data):
            return rewritten(data, edit_jar) if name.startswith(f"lib/{jar_prefix}") else data

        archive.write_bytes(rewritten(archive.read_bytes(), edit_zip))

    def events(self):
        wanted = os.environ.get("VOUCH_E2E_EVENTS", "")
        if wanted == "none":
            return
        self.step("sam local, with every sample event")
        events.send_all(self, each_alone=wanted == "invoke")

    def disable(self):
        self.step("The administrator disables Ada: the next request is refused")
        self.run("vouch", "scope", "clear", REGISTRY)
        self.get()
        self.run("vouch", "admin", "users", "disable", USER)
        self.run("vouch", "scope", "set", REGISTRY, REPOSITORY, "--actions", "pull")
        self.get(refused=True)

    def delete(self):
        self.step("The stack is deleted: what is kept, and how to remove it")
        self.run("vouch", "logout", quiet=True)
        # not `sam delete`: it asks for a member that the emulator does not tell
        print(f"   $ aws cloudformation delete-stack --stack-name {STACK}", flush=True)
        self.aws("cloudformation", "delete-stack", "--stack-name", STACK)
        self.aws("cloudformation", "wait", "stack-delete-complete", "--stack-name", STACK)
        left = []
        for logical, name in sorted(self.resources.items()):
            if logical.endswith("Table"):
                status = self.aws("dynamodb", "describe-table", "--table-name", name)["Table"]
                left.append((logical, [
                    f"aws dynamodb update-table --table-name {name} --no-deletion-protection-enabled",
                    f"aws dynamodb delete-table --table-name {name}",
                ]))
                check(status["TableStatus"] == "ACTIVE", f"{logical} is {status['TableStatus']}")
            elif logical.endswith("Key"):
                state = self.aws("kms", "describe-key", "--key-id", name)["KeyMetadata"]["KeyState"]
                check(state == "Enabled", f"{logical} is {state}")
                left.append((logical, [f"aws kms schedule-key-deletion --key-id {name} --pending-window-in-days 30"]))
        check(len(left) == 8, f"8 resources should be kept, {len(left)} are")
        for logical, commands in left:
            self.say(f"{logical} is kept. To remove it for good:")
            for command in commands:
                self.say(f"  {command}")
                self.aws(*command.split()[1:])
        functions = self.aws("lambda", "list-functions")["Functions"]
        check(not functions, "functions are left")
        self.say("Everything else is gone; the commands above were run here, and worked.")

    def all(self):
        self.prepare()
        self.deploy()
        self.enrol()
        self.push_and_pull()
        self.audit()
        self.upgrade()
        self.disable()
        self.events()
        self.delete()

    def stop_sam_local(self):
        """As Ctrl-C does: it removes its containers then."""
        if self.sam_local is None:
            return
        self.sam_local.send_signal(signal.SIGINT)
        try:
            self.sam_local.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.sam_local.kill()
        self.sam_local = None

    def close(self):
        """Also safe when little was started."""
        if hasattr(self, "client"):
            subprocess.run(
                [ROOT / "helper-client/bin/vouch", "logout"], env=self.client, capture_output=True, timeout=30,
                stdin=subprocess.DEVNULL, check=False,
            )
        self.stop_sam_local()
        self.emulator.stop()
        if self.engine is not None:
            self.engine.terminate()
            try:
                self.engine.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.engine.kill()
        if self.bridge is not None:
            change_bridge(REMOVE_BRIDGE, self.bridge)
        if self.front is not None:
            self.front.shutdown()
        shutil.rmtree(self.folder, ignore_errors=True)


def stop(*_):
    raise KeyboardInterrupt


def main():
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    sys.stdout.reconfigure(line_buffering=True)
    test = Test(pathlib.Path(tempfile.mkdtemp(prefix="vouch-e2e.")))
    status = 1
    try:
        test.all()
        print(f"\nEverything was as it should be, after {time.monotonic() - test.started:.0f} seconds.")
        status = 0
    except Failure as failure:
        print(f"\nThis is not as it should be: {failure}", file=sys.stderr)
        print("The last lines of the emulator and of the functions:\n" + test.emulator.log(12), file=sys.stderr)
    except subprocess.CalledProcessError as failed:
        print(f"\n{failed.cmd[0]} {failed.cmd[1]} failed: {(failed.stderr or '').strip()[-500:]}", file=sys.stderr)
    except subprocess.TimeoutExpired as late:
        print(f"\nThis took too long: {late.cmd[0]}, {late.timeout:.0f} seconds", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        status = 130
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        test.close()
    sys.exit(status)


if __name__ == "__main__":
    main()
