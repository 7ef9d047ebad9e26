"""Every sample event in events/, in the functions' zips, in containers that `sam local` makes.

`sam local invoke` starts a container for each event, so it is run once for each function, and `sam local
start-lambda`, which keeps its containers, takes all of them. VOUCH_E2E_EVENTS=invoke gives each event a
`sam local invoke` of its own.
"""

import collections
import json
import pathlib
import socket
import subprocess
import time
import urllib.error
import urllib.request

import emulator
import images

ROOT = pathlib.Path(__file__).resolve().parents[3]


def logical_id(folder):
    return "".join(word.capitalize() for word in folder.split("-"))


def send_all(test, each_alone):
    # sam local passes on only the variables that the template names, so the image says where the emulator is
    repository = f"{images.PREFIX}/local-{test.emulator.name}"
    image = f"{repository}:latest"
    images.derive(image, images.LAMBDA, [], [f"ENV AWS_ENDPOINT_URL={test.emulator.inner_endpoint}"])
    try:
        options = settings(test, image)
        send(test, options, each_alone)
    finally:
        test.stop_sam_local()
        images.remove_all(repository)  # also those that sam derives


def settings(test, image):
    variables = {}
    for name in map(logical_id, test.functions):
        told = test.aws("lambda", "get-function-configuration", "--function-name", test.resources[name])
        variables[name] = told["Environment"]["Variables"]
    file = test.folder / "variables.json"
    file.write_text(json.dumps(variables))
    return [
        "--template-file", ROOT / "template.yaml", "--env-vars", file, "--docker-network", test.emulator.name,
        "--invoke-image", image, "--skip-pull-image", "--region", emulator.REGION,
    ]


def send(test, options, each_alone):
    outcomes = collections.Counter()
    wrong = []
    files = {name: sorted((ROOT / "events" / name).glob("*.json")) for name in test.functions}
    for name, cases in files.items():
        for case in cases if each_alone else cases[:1]:
            wrong += judge(outcomes, case, invoke(test, options, name, case))
    if not each_alone:
        port = start(test, options)
        for name, cases in files.items():
            for case in cases:
                wrong += judge(outcomes, case, call(port, name, case))
    for outcome, count in sorted(outcomes.items()):
        test.say(f"{count:4} {outcome}")
    for problem in wrong:
        test.say(problem)
    if wrong:
        raise test.failure("a sample event was not answered as it should be")
    sent = sum(len(cases) for cases in files.values())
    test.say(f"All {sent} sample events were answered.")


def judge(outcomes, case, answer):
    """What is wrong with an answer, as a list. Which refusal it has to be is what the handlers' tests check."""
    label = f"{case.parent.name}/{case.name}"
    try:
        status = answer["statusCode"]
        body = json.loads(answer["body"]) if answer.get("body", "").startswith("{") else {}
    except (KeyError, TypeError, ValueError):
        return [f"{label}: {str(answer)[:300]}"]
    code = body.get("code") or body.get("error") or "answered"
    outcomes[f"{status} {code}" if status >= 400 else "answered"] += 1
    if status >= 500:
        return [f"{label}: {status} {answer['body'][:300]}"]
    return []


def invoke(test, options, name, case):
    done = subprocess.run(
        [test.sam, "local", "invoke", logical_id(name), "--event", case, *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=test.deployer, cwd=test.folder, timeout=180,
        stdin=subprocess.DEVNULL, check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    return json.loads(lines[-1]) if done.returncode == 0 and lines else done.stderr[-400:]


def start(test, options):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (test.folder / "start-lambda.log").open("w")
    test.sam_local = subprocess.Popen(
        [test.sam, "local", "start-lambda", "--port", str(port), "--warm-containers", "LAZY", *options],
        stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=test.deployer, cwd=test.folder, start_new_session=True,
    )
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return port
        time.sleep(0.2)
    raise test.failure("sam local start-lambda did not start:\n" + (test.folder / "start-lambda.log").read_text()[-2000:])


def call(port, name, case):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/2015-03-31/functions/{logical_id(name)}/invocations", data=case.read_bytes()
    )
    try:
        with urllib.request.urlopen(request, timeout=120) as reply:
            return json.load(reply)
    except (OSError, ValueError) as e:
        return str(e)
