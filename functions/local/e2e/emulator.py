"""The AWS emulator, the one part that knows which it is. To use another, write a class with the same members."""

import json
import pathlib
import subprocess
import time
import urllib.request

import images

HERE = pathlib.Path(__file__).resolve().parent
ACCOUNT = "123456789012"
REGION = "us-east-1"


class Ministack:
    """ministack in a container, and the functions in containers of their own beside it."""

    def __init__(self, name, image):
        self.name = name
        self.image = image
        self.port = None

    def start(self):
        images.output("docker", "network", "create", self.name)
        settings = {
            "AWS_ENDPOINT_URL": f"http://{self.name}:4566",  # where the functions find it
            "DOCKER_NETWORK": self.name,
            "LAMBDA_EXECUTOR": "docker",
            "LAMBDA_STRICT": "1",
            "LAMBDA_WARM_TTL_SECONDS": "3600",
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "MINISTACK_IMAGE_PREFIX": images.PREFIX,
            "MINISTACK_REGION": REGION,
        }
        environment = [word for name, value in settings.items() for word in ("--env", f"{name}={value}")]
        images.output(
            "docker", "create", "--name", self.name, "--network", self.name, "--publish", "127.0.0.1::4566",
            "--volume", "/var/run/docker.sock:/var/run/docker.sock", *environment,
            self.image, "python3", "/start.py",
        )
        images.output("docker", "cp", str(HERE / "emulator/start.py"), f"{self.name}:/start.py")
        images.output("docker", "start", self.name)
        self.port = int(images.output("docker", "port", self.name, "4566/tcp").splitlines()[0].rsplit(":", 1)[1])
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.endpoint}/_ministack/health", timeout=2) as reply:
                    return json.load(reply)
            except OSError:
                time.sleep(0.3)
        raise SystemExit(f"The emulator did not start:\n{self.log(30)}")

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.port}"

    def log(self, lines):
        """The last lines of the emulator and of each function."""
        text = []
        for name in self.containers():
            done = subprocess.run(
                ["docker", "logs", "--tail", str(lines), name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
            text.append(f"-- {name}\n{done.stdout}")
        return "".join(text)

    def containers(self):
        """The containers of the emulator and of the functions, by id."""
        return subprocess.run(
            ["docker", "ps", "--all", "--quiet", "--filter", f"network={self.name}"], capture_output=True, text=True
        ).stdout.split()

    def stop(self):
        """Removes the emulator, its functions and their network; also when it never started."""
        subprocess.run(["docker", "rm", "--force", "--volumes", self.name], capture_output=True)
        rest = self.containers()
        if rest:
            subprocess.run(["docker", "rm", "--force", "--volumes", *rest], capture_output=True)
        subprocess.run(["docker", "network", "rm", self.name], capture_output=True)
