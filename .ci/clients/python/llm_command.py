# requires: llm==0.36
import json
import os
import pathlib
import subprocess
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    pathlib.Path(folder, "extra-openai-models.yaml").write_text(
        "- model_id: ziggurat\n  model_name: auto\n  api_key_name: ziggurat\n"
        f"  api_base: {os.environ['OPENAI_BASE_URL']}\n")
    pathlib.Path(folder, "keys.json").write_text(json.dumps({"ziggurat": os.environ["OPENAI_API_KEY"]}))
    command = [str(pathlib.Path(sys.executable).with_name("llm"))]
    environment = {**os.environ, "LLM_USER_PATH": folder}
    for arguments in (["-m", "ziggurat", "Tell me of Ur."], ["-m", "ziggurat", "--no-stream", "-c", "And of Uruk?"]):
        told = subprocess.run(command + arguments, env=environment, capture_output=True, text=True, timeout=60)
        assert told.returncode == 0 and told.stdout.strip(), told.stderr
