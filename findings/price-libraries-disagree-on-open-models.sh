#!/usr/bin/env bash
# genai-prices 0.2.3 and tokencost 0.1.26 (Python), asked for the price of an open-weights model that several providers serve:
# - genai-prices takes the bare name gpt-oss-120b for a model of OpenAI's API, which does not sell it, at 0.039 and 0.18 US dollars
#   per million tokens; the same model of Groq is 0.15 and 0.60 there. No provider in the call, no error: a quarter of the price.
# - for Groq's openai/gpt-oss-120b, tokencost says 0.75 for a million output tokens, genai-prices 0.60, and tokencost has no
#   price of cached tokens, for which it raises KeyError.
# A cost needs the provider that answered, not only the model's name; two price lists give two costs.
set -euo pipefail

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv tools
tools/bin/pip install --quiet --disable-pip-version-check genai-prices==0.2.3 tokencost==0.1.26
cat >prices.py <<'PYTHON'
from decimal import Decimal

from genai_prices import Usage, calc_price
from tokencost import calculate_cost_by_tokens

MILLION = Usage(input_tokens=1_000_000, output_tokens=1_000_000)

bare = calc_price(MILLION, model_ref="gpt-oss-120b")
groq = calc_price(MILLION, model_ref="openai/gpt-oss-120b", provider_id="groq")
print("genai-prices:", bare.provider.id, bare.input_price, bare.output_price)
print("genai-prices:", groq.provider.id, groq.input_price, groq.output_price)
assert (bare.provider.id, bare.input_price, bare.output_price) == ("openai", Decimal("0.039"), Decimal("0.18")), "changed"
assert (groq.input_price, groq.output_price) == (Decimal("0.15"), Decimal("0.6")), "changed"

other = [calculate_cost_by_tokens(1_000_000, "groq/openai/gpt-oss-120b", kind) for kind in ("input", "output")]
print("tokencost: groq", *other)
assert other == [Decimal("0.15"), Decimal("0.75")], "changed"
try:
    calculate_cost_by_tokens(1_000_000, "groq/openai/gpt-oss-120b", "cached")
    raise SystemExit("Changed: there is a price of cached tokens")
except KeyError:
    print("tokencost: no price of cached tokens")
print("As described: one model, three prices")
PYTHON
tools/bin/python prices.py
