"""The container images of the end-to-end test, built without a registry where none can be reached.

Images are put together with create, cp and commit, which every engine can do without a builder or a network.
"""

import hashlib
import os
import pathlib
import platform
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
PREFIX = "vouch-e2e"
# The emulator looks for images under its image prefix, so that no real image's name is taken.
LAMBDA = f"{PREFIX}/public.ecr.aws/lambda/java:25"
REAL_LAMBDA = "public.ecr.aws/lambda/java:25"
RUNTIME_CLIENT = "com.amazonaws:aws-lambda-java-runtime-interface-client:2.9.0"
JDK_MODULES = "java.se,jdk.unsupported,jdk.crypto.ec,jdk.zipfs,jdk.net,jdk.management"


def output(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout.strip()


def quietly(what, *command, **options):
    """Runs a command and shows its output only where it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode != 0:
        print("\n".join(done.stdout.splitlines()[-30:]), file=sys.stderr)
        raise SystemExit(f"{what} failed (exit status {done.returncode}); its last output is above.")


def exists(image):
    return subprocess.run(["docker", "image", "inspect", image], capture_output=True).returncode == 0


def can_pull(image):
    try:
        return subprocess.run(["docker", "pull", "--quiet", image], capture_output=True, timeout=300).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def digest_of(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, pathlib.Path) else part.encode())
        digest.update(b"\0")
    return digest.hexdigest()[:12]


def derive(image, base, copies, changes):
    """An image from another: copies are (what, where to), changes are Dockerfile instructions."""
    container = output("docker", "create", base, "true")
    try:
        for source, target in copies:
            quietly(f"Copying into {image}", "docker", "cp", f"{source}", f"{container}:{target}")
        arguments = [word for change in changes for word in ("--change", change)]
        output("docker", "commit", *arguments, container, image)
    finally:
        subprocess.run(["docker", "rm", "--force", container], capture_output=True)


def remove_all(repository):
    names = output("docker", "images", "--format", "{{.Repository}}:{{.Tag}}", repository).split()
    if names:
        subprocess.run(["docker", "rmi", "--force", *names], capture_output=True)


def base(work):
    """Debian with Python, from debootstrap."""
    image = f"{PREFIX}/base:bookworm-1"
    if exists(image):
        return image
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        raise SystemExit(
            "The images cannot be pulled, and building stand-ins needs debootstrap and root:"
            " apt-get install debootstrap, then run this as root."
        )
    print("Building a base image with debootstrap (about two minutes, once)")
    folder = work / "base"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        quietly(
            "debootstrap", "debootstrap", "--variant=minbase", "--include=python3,ca-certificates", "bookworm", folder
        )
        shutil.rmtree(folder / "var/cache/apt", ignore_errors=True)
        shutil.rmtree(folder / "var/lib/apt/lists", ignore_errors=True)
        with subprocess.Popen(["tar", "-C", folder, "-c", "."], stdout=subprocess.PIPE) as tar:
            quietly("docker import", "docker", "import", "-", image, stdin=tar.stdout)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return image


def lambda_java(root, work, java_home, python):
    """The image that Java 25 functions run in: the real one where it can be pulled."""
    inputs = [HERE / "lambda-image/entry", HERE / "lambda-image/bootstrap", RUNTIME_CLIENT, JDK_MODULES]
    stand_in = f"{PREFIX}/lambda-java:{digest_of(*inputs, output(f'{java_home}/bin/javac', '-version'))}"
    if not exists(stand_in):
        if can_pull(REAL_LAMBDA):
            output("docker", "tag", REAL_LAMBDA, LAMBDA)
            return "the real image"
        build_lambda_java(stand_in, root, work, java_home, python)
    output("docker", "tag", stand_in, LAMBDA)
    return "a stand-in: Debian, JDK 25 and the real runtime interface client"


def build_lambda_java(image, root, work, java_home, python):
    under = base(work)
    print("Building a stand-in for the Lambda Java 25 image (once)")
    folder = work / "lambda-image"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "lib").mkdir(parents=True)
    quietly(
        "jlink", f"{java_home}/bin/jlink", "--add-modules", JDK_MODULES, "--strip-debug", "--no-header-files",
        "--no-man-pages", "--output", folder / "lang",
    )
    for jar in runtime_client(root, work):
        shutil.copy(jar, folder / "lib")
    (folder / "task").mkdir()
    architecture = "arm64" if platform.machine() in ("arm64", "aarch64") else "x86_64"
    rapid = output(python, "-c", "import samcli.local.rapid as r; print(list(r.__path__)[0])")
    derive(
        image,
        under,
        [
            (folder / "lang", "/var/lang"),
            (f"{folder}/task", "/var/task"),
            (f"{folder}/task", "/var/runtime"),
            (folder / "lib", "/var/runtime/lib"),
            (HERE / "lambda-image/bootstrap", "/var/runtime/bootstrap"),
            (HERE / "lambda-image/entry", "/lambda-entrypoint.sh"),
            (f"{rapid}/aws-lambda-rie-{architecture}", "/usr/local/bin/aws-lambda-rie"),
        ],
        [
            'ENTRYPOINT ["/lambda-entrypoint.sh"]',
            "CMD []",
            "WORKDIR /var/task",
            "ENV PATH=/var/lang/bin:/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 LAMBDA_TASK_ROOT=/var/task"
            " LAMBDA_RUNTIME_DIR=/var/runtime",
        ],
    )


def runtime_client(root, work):
    """The jars of the real runtime interface client, from Maven."""
    folder = work / "runtime-client"
    if not list(folder.glob("aws-lambda-java-runtime-interface-client-*.jar")):
        group, artifact, version = RUNTIME_CLIENT.split(":")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        pom = folder / "pom.xml"
        pom.write_text(
            '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
            "<groupId>dev.vouch</groupId><artifactId>lambda-image</artifactId><version>1</version>"
            f"<dependencies><dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId>"
            f"<version>{version}</version></dependency></dependencies></project>"
        )
        quietly(
            "Fetching the runtime interface client", "mvn", "--batch-mode", "--quiet", "--file", pom,
            "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies",
            f"-DoutputDirectory={folder}", "-DincludeScope=runtime", cwd=root,
        )
    return sorted(folder.glob("*.jar"))


def emulator(work, python):
    """ministack's image: as VOUCH_E2E_EMULATOR_IMAGE says, or built from its Python package."""
    wanted = os.environ.get("VOUCH_E2E_EMULATOR_IMAGE", "")
    if wanted:
        if not exists(wanted) and not can_pull(wanted):
            raise SystemExit(f"VOUCH_E2E_EMULATOR_IMAGE: {wanted} is neither here nor can it be pulled.")
        return wanted
    requirements = HERE / "emulator/requirements.txt"
    image = f"{PREFIX}/emulator:{digest_of(requirements, 'opt-1')}"
    if exists(image):
        return image
    under = base(work)
    print("Building the emulator's image from its Python package (once)")
    folder = work / "emulator"
    shutil.rmtree(folder, ignore_errors=True)
    version = output("docker", "run", "--rm", under, "python3", "-c", "import sys; print('%d.%d' % sys.version_info[:2])")
    machine = output("docker", "info", "--format", "{{.Architecture}}")
    quietly(
        "Installing the emulator's packages", python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--target", folder, "--only-binary=:all:", "--implementation", "cp", "--python-version", version,
        "--platform", f"manylinux2014_{machine}", "--platform", f"manylinux_2_28_{machine}",
        "--requirement", requirements,
    )
    derive(image, under, [(folder, "/opt/emulator")], ["ENV PYTHONPATH=/opt/emulator PYTHONUNBUFFERED=1"])
    shutil.rmtree(folder, ignore_errors=True)
    return image
