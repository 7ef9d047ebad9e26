#!/usr/bin/env python3
"""What a deployment of template.yaml costs: per month when idle, and per 1,000 credentials. No network, no account.

With --compare TEMPLATE it says nothing, and fails where the dashboard of that template has other prices.
"""

import pathlib
import sys

# us-east-1, on demand, in US dollars, without any free tier. As known on 2026-11-21; the services' own
# pages (aws.amazon.com/SERVICE/pricing) are what holds: look there before you rely on one.
PRICES = {
    "API Gateway, a REST request": 3.50 / 1_000_000,
    "Lambda, a request": 0.20 / 1_000_000,
    "Lambda, a GB-second (x86)": 0.0000166667,
    "DynamoDB, a read unit": 0.125 / 1_000_000,
    "DynamoDB, a write unit": 0.625 / 1_000_000,
    "DynamoDB, a GB-month": 0.25,
    "DynamoDB, a GB-month of point-in-time recovery": 0.20,
    "KMS, a key for a month": 1.00,
    "KMS, a request": 0.03 / 10_000,
    "CloudWatch, a GB of logs": 0.50,
    "CloudWatch, an alarm for a month": 0.10,
    "CloudWatch, a dashboard for a month": 3.00,
    "CloudWatch, a metric for a month": 0.30,
    "Traffic out, a GB": 0.09,
}

ASSUMED = """\
  one credential is one POST /credentials/aws; the calls are those of docs/architecture.md, Vend
  vend-aws has 1 GB and takes 0.25 s, waiting for KMS, STS and ECR; 1 in 20 starts cold and takes 3 s more
  reads are strongly consistent, four rows of at most 4 KB: session, user, key, name of the active policy
  the transaction costs double: used proof, session check, intent record; then the outcome record
  an audit record is at most 2 KB, and is written a second time into the index by_day,
  which is counted double in the transaction too
  1 KB of Lambda's own log lines and 4 KB out for each credential
  STS and ECR's control plane are free; ECR's storage and traffic are the registry account's own
  an idle deployment holds 1 GB at most in its five tables, and two KMS keys; three while the issuer key is rotated
  its own metrics are counted only in hours in which there is something to count: refusals, faults, cold starts;
  each that is there all month costs $0.30"""

RECORD = 2  # write units for an audit record
VEND = [
    ("API Gateway", "API Gateway, a REST request", 1),
    ("Lambda, requests", "Lambda, a request", 1),
    ("Lambda, time", "Lambda, a GB-second (x86)", 0.25 + 3 / 20),
    ("DynamoDB, reads", "DynamoDB, a read unit", 4),
    # doubled by the transaction: the proof, the check of the session, the intent record with its index
    ("DynamoDB, the transaction", "DynamoDB, a write unit", 2 * (1 + 1 + 2 * RECORD)),
    ("DynamoDB, the outcome", "DynamoDB, a write unit", 2 * RECORD),
    ("KMS, the web identity's signature", "KMS, a request", 1),
    ("CloudWatch Logs", "CloudWatch, a GB of logs", 1e-6),
    ("Traffic out", "Traffic out, a GB", 4e-6),
]
IDLE = [
    ("KMS, issuer and challenge key", "KMS, a key for a month", 2),
    ("DynamoDB, storage", "DynamoDB, a GB-month", 1),
    ("DynamoDB, point-in-time recovery", "DynamoDB, a GB-month of point-in-time recovery", 1),
    ("CloudWatch, alarms", "CloudWatch, an alarm for a month", 20),
    ("CloudWatch, dashboard", "CloudWatch, a dashboard for a month", 1),
]

# What the dashboard's cost widget counts, and how much of it one count is
SHOWN = {
    "API Gateway, a REST request": 1,
    "Lambda, a request": 1,
    "Lambda, a GB-second (x86)": 1,
    "DynamoDB, a read unit": 1,
    "DynamoDB, a write unit": 1,
    "KMS, a request": 1,
    "CloudWatch, a GB of logs": 1e-9,
}


def plain(number):
    return f"{number:.10f}".rstrip("0").rstrip(".")


def show(title, rows, times, digits):
    print(title)
    total = 0.0
    for label, price, count in rows:
        cost = PRICES[price] * count * times
        total += cost
        print(f"  {label:38} {plain(count * times):>8} x ${plain(PRICES[price]):12} = ${cost:.{digits}f}")
    print(f"  {'in all':38} ${total:.{digits}f}\n")


def compare(template):
    try:
        text = pathlib.Path(template).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as reason:
        print(f"{template}: cannot be read: {getattr(reason, 'strerror', None) or reason}", file=sys.stderr)
        sys.exit(2)
    missing = [name for name, part in SHOWN.items() if f"* {plain(PRICES[name] * part)}" not in text]
    if missing:
        raise SystemExit(f"{template}: the dashboard has another price for: {'; '.join(missing)}")


def main():
    if sys.argv[1:2] == ["--compare"] and len(sys.argv) == 3:
        compare(sys.argv[2])
        return
    if len(sys.argv) > 1:
        raise SystemExit("build-tools/costs.py [--compare TEMPLATE]")
    show("Idle, for a month:", IDLE, 1, 2)
    show("1,000 credentials:", VEND, 1000, 4)
    print("Assumed:")
    print(ASSUMED)
    print("Prices: us-east-1, as known on 2026-11-21, without any free tier; aws.amazon.com/SERVICE/pricing has today's.")


if __name__ == "__main__":
    main()
