#!/usr/bin/env bash
# huggingface_hub 2.4.0 (with httpx 0.28.1, Python): InferenceClient.chat_completion(stream=True) reads server-sent events by
# httpx's iter_lines, which ends a line at U+2028, U+2029 and U+0085, too. JSON has these characters unescaped in texts, and
# server-sent events end a line at CR and LF only: a chunk with one of them in its text is cut there, and the client raises
# json.JSONDecodeError in the middle of an answer. The same stream is read whole by httpx-sse 0.4.3 and sseclient-py 1.9.0.
# A server that wants to be read by every client escapes them.
set -euo pipefail

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv tools
tools/bin/pip install --quiet --disable-pip-version-check \
  huggingface_hub==2.4.0 httpx==0.28.1 httpx-sse==0.4.3 sseclient-py==1.9.0
cat >streams.py <<'PYTHON'
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import httpx_sse
import sseclient
from huggingface_hub import InferenceClient


def stream(text, escaped):
    chunk = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m",
             "choices": [{"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": "stop"}]}
    return f"data: {json.dumps(chunk, ensure_ascii=escaped)}\n\ndata: [DONE]\n\n".encode()


class Server(BaseHTTPRequestHandler):
    body = b""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Content-Length", str(len(Server.body)))
        self.end_headers()
        self.wfile.write(Server.body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{server.server_port}/v1"


def by_hugging_face():
    client = InferenceClient(base_url=address, api_key="none")
    try:
        return "".join(chunk.choices[0].delta.content
                       for chunk in client.chat_completion([{"role": "user", "content": "x"}], model="m", stream=True))
    except json.JSONDecodeError:
        return "JSONDecodeError"


def joined(events):
    return "".join(json.loads(data)["choices"][0]["delta"]["content"] for data in events if data != "[DONE]")


def by_httpx_sse():
    with httpx.Client() as client, httpx_sse.connect_sse(client, "POST", address, json={}) as events:
        return joined(event.data for event in events.iter_sse())


def by_sseclient():
    with httpx.stream("POST", address, json={}) as response:
        return joined([event.data for event in sseclient.SSEClient(response.iter_bytes()).events()])


for separator in ("\u2028", "\u2029", "\u0085"):
    text = f"first{separator}second"
    Server.body = stream(text, escaped=False)
    seen = (by_hugging_face(), by_httpx_sse(), by_sseclient())
    print(f"U+{ord(separator):04X} as it is: {seen!a}")
    assert seen == ("JSONDecodeError", text, text), "changed"
    Server.body = stream(text, escaped=True)
    assert by_hugging_face() == text, "changed: the escaped character is not read"
print("As described: huggingface_hub cuts events at line separators inside JSON texts")
PYTHON
tools/bin/python streams.py
