"""Reads recorded OTLP requests (*.pb) as Weave and Phoenix do, and tells what they would not show."""

import json
import pathlib
import sys
import types
from collections import defaultdict
from importlib import metadata

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from weave.trace_server.agents.chat_view import build_trace_chat
from weave.trace_server.agents.types import AgentSpanSchema
from weave.trace_server.opentelemetry.genai_extraction import extract_genai_span
from weave.trace_server.opentelemetry.python_spans import Resource, Span

OUTPUT = "gen_ai.output.messages"


def phoenix_reader():
    """Phoenix's conversion alone: its packages would import the whole server."""
    root = pathlib.Path(metadata.distribution("arize-phoenix").locate_file("phoenix"))
    for name in ("phoenix", "phoenix.trace"):
        module = types.ModuleType(name)
        module.__path__ = [str(root.joinpath(*name.split(".")[1:]))]
        sys.modules[name] = module
    attributes = types.ModuleType("phoenix.trace.attributes")
    attributes.AttributeValue = object
    sys.modules["phoenix.trace.attributes"] = attributes
    from phoenix.trace.gen_ai.conversion import get_openinference_attributes

    return get_openinference_attributes


def value(any_value):
    kind = any_value.WhichOneof("value")
    if kind == "array_value":
        return [value(element) for element in any_value.array_value.values]
    return getattr(any_value, kind) if kind else None


def spans(directory):
    """All spans once: what is not acknowledged in time is sent again."""
    seen = set()
    for path in sorted(pathlib.Path(directory).glob("*.pb")):
        for resource in ExportTraceServiceRequest.FromString(path.read_bytes()).resource_spans:
            for scope in resource.scope_spans:
                for span in scope.spans:
                    if span.span_id not in seen:
                        seen.add(span.span_id)
                        yield resource.resource, span


def weave_faults(all_spans):
    rows = []
    for resource, span in all_spans:
        read = extract_genai_span(Span.from_proto(span, Resource.from_proto(resource)), "a/b")
        fields = {name: getattr(read, name) for name in AgentSpanSchema.model_fields if hasattr(read, name)}
        rows.append(AgentSpanSchema.model_validate(fields, from_attributes=True))
    traces = defaultdict(list)
    for row in rows:
        traces[row.trace_id].append(row)
    tokens = defaultdict(int)
    for row in rows:
        if row.agent_name:
            tokens[row.agent_name] += (row.input_tokens or 0) + (row.output_tokens or 0)
    said = 0
    for trace, members in traces.items():
        known = {row.span_id for row in members}
        agents = {row.agent_name for row in members if row.agent_name}
        if len(agents) > 1:
            yield f"Weave: one turn shows several agents: {sorted(agents)}"
        if len({row.conversation_id for row in members if row.conversation_id}) > 1:
            yield f"Weave: one turn is in several conversations: {trace}"
        roots = [row for row in members if not row.parent_span_id]
        if len(roots) != 1 and all(row.parent_span_id in known for row in members if row.parent_span_id):
            yield f"Weave: a trace with {len(roots)} roots: {[row.span_name for row in members]}"
        shown = build_trace_chat(members, trace).messages
        texts = [message for message in shown if message.type == "assistant_message"]
        written = [
            row
            for row in members
            if row.span_name.startswith("chat ") and any('"text"' in out.content for out in row.output_messages)
        ]
        if written and not texts:
            yield f"Weave: no answer is shown of {[row.span_name for row in members]}"
        said += len(texts)
    for agent, total in tokens.items():
        of_chats = sum(
            (row.input_tokens or 0) + (row.output_tokens or 0)
            for row in rows
            if row.agent_name == agent and row.span_name.startswith("chat ")
        )
        if total != of_chats:
            yield f"Weave: {total} tokens of {agent} instead of {of_chats}"
    if not any(tokens.values()):
        yield "Weave: no agent has tokens"
    if not said:
        yield "Weave: nothing was said"


def phoenix_faults(all_spans):
    convert = phoenix_reader()
    calls = messages = 0
    for _, span in all_spans:
        given = {attribute.key: value(attribute.value) for attribute in span.attributes}
        if OUTPUT not in given:
            continue
        read = convert(given)
        for index, message in enumerate(json.loads(given[OUTPUT])):
            prefix = f"llm.output_messages.{index}."
            messages += 1
            if f"{prefix}message.role" not in read:
                yield f"Phoenix: {span.name}: it drops {given[OUTPUT]}"
            if f"{prefix}message.finish_reason" not in read:
                yield f"Phoenix: {span.name}: no finish reason"
            wanted = [part for part in message["parts"] if part["type"] == "tool_call"]
            for number, part in enumerate(wanted):
                calls += 1
                if read.get(f"{prefix}message.tool_calls.{number}.tool_call.function.name") != part["name"]:
                    yield f"Phoenix: {span.name}: no tool call {part['name']}"
        if "gen_ai.input.messages" in given and "llm.input_messages.0.message.role" not in read:
            yield f"Phoenix: {span.name}: it drops the input"
    if not messages or not calls:
        yield f"Phoenix: {messages} messages and {calls} tool calls: nothing was checked"


def main(directory):
    all_spans = list(spans(directory))
    print(f"{len(all_spans)} spans in {len({span.trace_id for _, span in all_spans})} traces")
    faults = [*weave_faults(all_spans), *phoenix_faults(all_spans)]
    print("\n".join(faults) or "Weave and Phoenix show all of them")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
