"""The AWS emulator, the one part that knows which it is. To use another, write a class with the same members."""

import pathlib
import subprocess

from testcontainers.community.localstack import LocalStackContainer
from testcontainers.core.config import testcontainers_config
from testcontainers.core.network import Network

import images

HERE = pathlib.Path(__file__).resolve().parent
ACCOUNT = "123456789012"
REGION = "us-east-1"
HOST = "emulator"  # its name in the network of the functions
PORT = 4566

# Whatever is started here is removed by `stop`, so that no image but the emulator's is needed.
testcontainers_config.ryuk_disabled = True


class Ministack:
    """ministack in LocalStack's place, and the functions in containers of their own beside it."""

    def __init__(self):
        self.network = Network()
        self.name = self.network.name
        self.inner_endpoint = f"http://{HOST}:{PORT}"
        self.container = None
        self.port = None

    def start(self, image):
        self.network.create()
        self.container = LocalStackContainer(image, edge_port=PORT, region_name=REGION)
        self.container.with_network(self.network).with_network_aliases(HOST)
        self.container.with_envs(
            AWS_ENDPOINT_URL=self.inner_endpoint,  # where the functions find it
            DOCKER_NETWORK=self.name,
            LAMBDA_EXECUTOR="docker",
            LAMBDA_STRICT="1",
            LAMBDA_WARM_TTL_SECONDS="3600",
            MINISTACK_ACCOUNT_ID=ACCOUNT,
            MINISTACK_IMAGE_PREFIX=images.PREFIX,
            MINISTACK_REGION=REGION,
        )
        self.container.ports[PORT] = ("127.0.0.1", None)
        self.container.with_volume_mapping("/var/run/docker.sock", "/var/run/docker.sock", "rw")
        self.container.with_volume_mapping(HERE / "emulator/start.py", "/start.py", "ro")
        self.container.with_command(["python3", "/start.py"])
        try:
            self.container.start()
        except TimeoutError as late:
            raise SystemExit(f"The emulator did not start:\n{self.log(30)}") from late
        self.port = int(self.container.get_exposed_port(PORT))

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
        if self.container is not None:
            self.container.stop()
        rest = self.containers()
        if rest:
            subprocess.run(["docker", "rm", "--force", "--volumes", *rest], capture_output=True)
        subprocess.run(["docker", "network", "rm", self.name], capture_output=True)
