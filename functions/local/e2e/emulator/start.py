"""Starts ministack with five things that it lacks.

An IAM authorizer for REST APIs: API Gateway checks the SigV4 signature of a request to a route with AWS_IAM
and tells the function who signed it. ministack takes no notice of AWS_IAM in an API's description, asks at most
for an Authorization header, and tells the function nothing, so every administrator's request would be refused.
Here the signature is checked against the access keys of the emulator's own IAM, and the user's ARN is put where
API Gateway puts it. Policies are not evaluated: who may do what is checked by nobody but the functions.

Lists in CloudFormation's Fn::Join: a parameter of type CommaDelimitedList is a list there, and ministack joins
the characters of its text.

CloudFormation's DeletionPolicy: a resource that says Retain stays when its stack is deleted.

A function's versions and aliases: they stay when CloudFormation updates the function.

The line "Ready." in its log, which whoever starts LocalStack waits for.
"""

import contextvars
import datetime
import hashlib
import hmac
import logging
import runpy
import urllib.parse

from ministack.core.responses import get_account_id, get_region
from ministack.services import apigateway_v1, iam
from ministack.services import lambda_svc
from ministack.services.cloudformation import _stacks, engine, provisioners, stacks

CALLER = contextvars.ContextVar("caller", default=None)

original_authorize = apigateway_v1._authorize_request_v1
original_event = apigateway_v1._build_lambda_event_v1
original_import = apigateway_v1._import_operation
original_delete = stacks._delete_resource
original_resolve = engine._resolve_refs


def quoted(text, safe=""):
    return urllib.parse.quote(text, safe=safe + "-_.~")


def canonical_paths(path):
    """The path as clients may have sent it: what was escaped on the way here is not known any more."""
    plain = urllib.parse.unquote(path)
    for sent in {path, quoted(plain, "/"), quoted(plain, "/@:+$&,;=")}:
        yield quoted(sent, "/")
        yield sent


def signer(method, path, headers, body, query):
    """The IAM user whose valid signature the request bears, or None."""
    text = headers.get("authorization", "")
    if not text.startswith("AWS4-HMAC-SHA256 "):
        return None
    try:
        parts = dict(part.strip().split("=", 1) for part in text.split(" ", 1)[1].split(","))
        key_id, date, region, service, _ = parts["Credential"].split("/")
        signed = parts["SignedHeaders"].split(";")
        moment = datetime.datetime.strptime(headers["x-amz-date"], "%Y%m%dT%H%M%SZ")
    except (KeyError, ValueError):
        return None
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
    key = iam._access_keys.get(key_id)
    if (
        key is None
        or service != "execute-api"
        or region != get_region()
        or "host" not in signed
        or abs((now - moment).total_seconds()) > 300
    ):
        return None
    secret = ("AWS4" + key["SecretAccessKey"]).encode()
    for step in (date, region, service, "aws4_request"):
        secret = hmac.new(secret, step.encode(), hashlib.sha256).digest()
    pairs = sorted((quoted(name), quoted(value)) for name, values in query.items() for value in values)
    canonical_query = "&".join(f"{name}={value}" for name, value in pairs)
    canonical_headers = "".join(f"{name}:{' '.join(headers.get(name, '').split())}\n" for name in signed)
    payload = hashlib.sha256(body or b"").hexdigest()
    for canonical_path in canonical_paths(path):
        request = "\n".join(
            (method, canonical_path, canonical_query, canonical_headers, ";".join(signed), payload)
        )
        scope = f"{date}/{region}/{service}/aws4_request"
        digest = hashlib.sha256(request.encode()).hexdigest()
        to_sign = f"AWS4-HMAC-SHA256\n{headers['x-amz-date']}\n{scope}\n{digest}"
        expected = hmac.new(secret, to_sign.encode(), hashlib.sha256).hexdigest()
        if hmac.compare_digest(expected, parts.get("Signature", "")):
            return key["UserName"]
    return None


async def authorize(api_id, stage, method_obj, method, path, resource, headers, body, query, *rest):
    CALLER.set(None)
    if (method_obj.get("authorizationType") or "NONE").upper() == "AWS_IAM":
        plain = {name.lower(): value if isinstance(value, str) else value[-1] for name, value in headers.items()}
        if plain.get("authorization"):
            user = signer(method, path, plain, body, query or {})
            if user is None:
                return apigateway_v1._gw_error(403, "The request signature does not match."), None
            CALLER.set(user)
    return await original_authorize(
        api_id, stage, method_obj, method, path, resource, headers, body, query, *rest
    )


def event_of(*arguments, **named):
    event = original_event(*arguments, **named)
    user = CALLER.get()
    if user is not None:
        account = get_account_id()
        event["requestContext"]["identity"].update(
            {"accountId": account, "userArn": f"arn:aws:iam::{account}:user/{user}"}
        )
    return event


def import_operation(api_id, resource_id, method, operation):
    original_import(api_id, resource_id, method, operation)
    if any("AWS_IAM" in entry for entry in (operation or {}).get("security", [])):
        apigateway_v1._resources[api_id][resource_id]["resourceMethods"][method]["authorizationType"] = "AWS_IAM"


def resolve(value, *rest):
    if isinstance(value, dict) and "Fn::Join" in value:
        delimiter, items = value["Fn::Join"]
        items = original_resolve(items, *rest)
        if isinstance(items, str):
            return delimiter.join(items.split(","))
    return original_resolve(value, *rest)


def delete(resource_type, physical_id, properties, stack_name=None, logical_id=None):
    stack = _stacks.get(stack_name) or {}
    resource = ((stack.get("_template") or {}).get("Resources") or {}).get(logical_id) or {}
    if resource.get("DeletionPolicy") != "Retain":
        original_delete(resource_type, physical_id, properties, stack_name, logical_id)


def update_function(physical_id, old, new, stack_name, logical_id):
    before = lambda_svc._functions[physical_id]
    result = provisioners._lambda_create(logical_id, new, stack_name)
    lambda_svc._functions[physical_id].update({name: before[name] for name in ("versions", "next_version", "aliases")})
    return result


class Readiness(logging.Handler):
    """Says of ministack what LocalStack says of itself."""

    def emit(self, record):
        if str(record.msg).startswith("Ready "):
            print("Ready.", flush=True)


logging.getLogger("ministack").addHandler(Readiness())
provisioners._RESOURCE_HANDLERS["AWS::Lambda::Function"].update(update=update_function, update_with_logical_id=True)
engine._resolve_refs = resolve
stacks._delete_resource = delete
apigateway_v1._import_operation = import_operation
apigateway_v1._authorize_request_v1 = authorize
apigateway_v1._build_lambda_event_v1 = event_of
runpy.run_module("ministack", run_name="__main__")
