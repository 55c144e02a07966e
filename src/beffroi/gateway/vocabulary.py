"""The words of OpenAI's protocol that pass as they are, and the content that cannot be read yet.

Everything else in a request is text: it is read, detected and masked, whether or not Beffroi knows the field.

Source: OpenAI API reference, "Create chat completion" (checked 2026-11-22).
"""

from __future__ import annotations

import re

ROLES = frozenset({"system", "developer", "user", "assistant", "tool", "function"})

CONSTANTS = (
    ROLES
    | frozenset(
        [
            "text",
            "refusal",
            "function",
            "custom",
            "content",
            "grammar",
            "json_object",
            "json_schema",
            "input_text",
            "output_text",
            "allowed_tools",
        ]
    )
    | frozenset(
        ["object", "string", "number", "integer", "boolean", "array", "null", "date-time", "date", "email", "uri", "uuid"]
    )
    | frozenset(
        [
            "auto",
            "none",
            "required",
            "any",
            "minimal",
            "low",
            "medium",
            "high",
            "xhigh",
            "default",
            "flex",
            "priority",
            "scale",
            "ephemeral",
            "lark",
            "regex",
        ]
    )
)
"""Values that mean something to the protocol and nothing about a person."""

NUMERIC_OPTIONS = frozenset(
    [
        "temperature",
        "top_p",
        "top_k",
        "min_p",
        "n",
        "max_tokens",
        "max_completion_tokens",
        "presence_penalty",
        "frequency_penalty",
        "repetition_penalty",
        "repeat_penalty",
        "top_logprobs",
        "best_of",
    ]
)
"""Options of the root whose numbers pass as they are."""

OPAQUE_OPTIONS = frozenset({"user", "safety_identifier", "prompt_cache_key"})
"""Options of the root that name a person or a session to the provider: a keyed code stands in for them."""

ROUTING_OPTIONS = frozenset({"api_base", "api_key", "base_url", "extra_body", "extra_headers", "fallbacks"})
"""Options that some proxies obey to send the request elsewhere: where it goes is Beffroi's decision alone."""

READABLE_PARTS = {"text": "text", "input_text": "text", "output_text": "text", "refusal": "refusal"}
"""Types of parts of a message, and the field that holds their text."""

PART_NAMES = {
    "image_url": "Une image",
    "input_image": "Une image",
    "image": "Une image",
    "input_audio": "Un enregistrement sonore",
    "audio": "Un enregistrement sonore",
    "file": "Un fichier",
    "input_file": "Un fichier",
    "document": "Un fichier",
    "video_url": "Une vidéo",
}
"""How the content that cannot be read yet is called in French."""

BINARY_FIELDS = frozenset({"image_url", "input_image", "input_audio", "file_data", "input_file", "video_url", "audio_url"})
"""Fields that hold such content wherever they are (except where a schema merely names them)."""

SCHEMA_FIELDS = frozenset({"tools", "functions", "response_format", "tool_choice", "function_call"})
"""Fields of the root whose keys are names that the client's program chose."""

NAMING_PARENTS = frozenset(
    {"function", "json_schema", "custom", "function_call", "tool_choice", "tools", "functions", "required"}
)
"""Where a ``name`` (or an item of ``required``) names a program's thing, not a person."""

REFERENCES = frozenset({"$ref", "$schema", "$id", "$anchor"})
IDENTIFIERS = frozenset({"id", "tool_call_id", "call_id"})

FRENCH_CONTEXT = {
    "name": "nom",
    "full_name": "nom",
    "first_name": "prénom",
    "last_name": "nom",
    "phone": "téléphone",
    "address": "adresse",
    "birth_date": "né le",
    "birthdate": "né le",
}
"""How some English keys are read aloud to the detector, whose contexts are French."""

_PROGRAM_NAME = re.compile(r"(?!.*\d{8})[a-z_$][a-z0-9_$-]*(?:[A-Z][a-z0-9_]*)*\Z")
_OPAQUE_ID = re.compile(
    r"(?!.*\d{8})(?:(?:call|chatcmpl-tool|toolu|tooluse|fc|tool|run|msg)[_-]+[A-Za-z0-9_-]{4,80}|[A-Za-z0-9]{9})\Z"
)
_REFERENCE = re.compile(r"(?!.*\d{8})(?:#[\w/$.-]*|https?://json-schema\.org/[\w/#.-]*)\Z", re.ASCII)
_EMBEDDED_DATA = re.compile(r"data:[\w.+-]+/[\w.+-]+[^,\s]{0,100};base64,", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/_=\r\n-]{1024,}\Z")


def is_program_name(name: str) -> bool:
    """Whether a key or a tool's name is shaped like a program's identifier (short runs of digits, no space, no accent)."""
    return len(name) <= 128 and _PROGRAM_NAME.match(name) is not None


def is_opaque_id(value: str) -> bool:
    """Whether an identifier of a call is shaped like the ones that model servers draw at random."""
    return _OPAQUE_ID.match(value) is not None


def is_reference(value: str) -> bool:
    """Whether a value refers to a place of a JSON schema."""
    return len(value) <= 256 and _REFERENCE.match(value) is not None


def holds_encoded_file(text: str) -> bool:
    """Whether a text carries a file in base64, which no detector can read."""
    if "base64," in text and _EMBEDDED_DATA.search(text):
        return True
    return len(text) >= 1024 and " " not in text and _BASE64.match(text) is not None
