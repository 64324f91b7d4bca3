#!/usr/bin/env bash
# opentelemetry-exporter-otlp-proto-http 1.45.2 (Python): a collector that answers 200 with partial_success, "rejected_spans: 3,
# error_message: the quota of this project is used up", is taken for one that accepted everything: export() returns SUCCESS, and
# nothing is logged at any level above DEBUG. The body of a 200 is not read at all, though OTLP has these fields for it.
# Who looks for missing spans finds the reason only at the receiver.
set -euo pipefail

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv tools
tools/bin/pip install --quiet --disable-pip-version-check \
  opentelemetry-sdk==1.45.2 opentelemetry-exporter-otlp-proto-http==1.45.2
cat >export.py <<'PYTHON'
import io
import logging
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse
from opentelemetry.sdk.trace import TracerProvider

answer = ExportTraceServiceResponse()
answer.partial_success.rejected_spans = 3
answer.partial_success.error_message = "the quota of this project is used up"
body = answer.SerializeToString()


class Collector(BaseHTTPRequestHandler):
    requests = 0

    def do_POST(self):
        Collector.requests += 1
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/x-protobuf")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


log = io.StringIO()
logging.basicConfig(stream=log, level=logging.INFO)
server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
threading.Thread(target=server.serve_forever, daemon=True).start()
with TracerProvider().get_tracer("finding").start_as_current_span("work") as span:
    pass
result = OTLPSpanExporter(endpoint=f"http://127.0.0.1:{server.server_port}/v1/traces").export([span])
print(f"requests {Collector.requests}, result {result.name}, log {log.getvalue()!r}")
assert Collector.requests == 1, "changed: it asks again"
assert result.name == "SUCCESS", "changed: it fails"
assert "quota" not in log.getvalue() and "reject" not in log.getvalue(), "changed: it is logged"
print("As described: rejected spans are neither reported nor logged")
PYTHON
tools/bin/python export.py
