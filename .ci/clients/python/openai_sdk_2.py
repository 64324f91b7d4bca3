# requires: openai==2.54.0
import openai_sdk  # noqa: F401 (the same program, run by the import)
