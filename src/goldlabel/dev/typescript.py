"""JSON schema, as pydantic writes it, to TypeScript. Knows the plain subset that our models use, and says so
when it meets more."""

import json
from collections.abc import Mapping
from typing import Any, cast

Node = dict[str, Any]
SCALARS = {"string": "string", "number": "number", "integer": "number", "boolean": "boolean", "null": "null"}


class Types:
    """Collects named types; `text` is their source, sorted by name."""

    def __init__(self, renamed: Mapping[str, str]) -> None:
        """`renamed`: names of models that would be unclear or taken in TypeScript."""
        self.renamed = renamed
        self.named: dict[str, str] = {}

    def add(self, schema: Node, *, lists_required: bool = False) -> str:
        """Adds a model's JSON schema and its definitions; the name of its type.

        `lists_required`: lists and maps that have a default are always sent, so they are not optional.
        """
        for name, part in cast(dict[str, Node], schema.get("$defs", {})).items():
            self._define(name, part, lists_required)
        if "$ref" in schema:
            return self._type(schema)
        return self._define(schema["title"], schema, lists_required)

    @property
    def text(self) -> str:
        return "\n\n".join(self.named[name] for name in sorted(self.named))

    def _define(self, title: str, schema: Node, lists_required: bool) -> str:
        name = self.renamed.get(title, title)
        if title == "JsonValue":
            return "Json"
        if schema.get("type") == "object" and schema.get("properties"):
            lines = self._properties(schema, lists_required)
            text = f"{comment(schema)}export interface {name} {{\n{lines}}}"
        elif schema.get("type") == "object" and schema.get("additionalProperties") is False:
            text = f"{comment(schema)}export type {name} = Record<string, never>;"
        else:
            text = f"{comment(schema)}export type {name} = {self._type(schema)};"
        if self.named.setdefault(name, text) != text:
            raise ValueError(f"two different models are named {name}: rename one")
        return name

    def _properties(self, schema: Node, lists_required: bool) -> str:
        out = ""
        required = schema.get("required", ())
        for key, part in cast(dict[str, Node], schema["properties"]).items():
            sent = key in required or (lists_required and part.get("type") in ("array", "object"))
            out += comment(part, "  ") + f"  {key}{'' if sent else '?'}: {self._type(part)};\n"
        return out

    def _type(self, node: Node) -> str:
        if "$ref" in node:
            title = node["$ref"].rsplit("/", 1)[1]
            if title == "JsonValue":
                return "Json"
            return self.renamed.get(title, title)
        if "const" in node:
            return json.dumps(node["const"])
        if "enum" in node:
            return " | ".join(json.dumps(one) for one in node["enum"])
        if "anyOf" in node:
            return " | ".join(dict.fromkeys(self._type(one) for one in node["anyOf"]))
        kind = node.get("type")
        if kind == "array":
            return self._list(node)
        if kind == "object":
            inner = node.get("additionalProperties", True)
            return f"Record<string, {'Json' if inner is True else self._type(inner)}>"
        if kind in SCALARS:
            return SCALARS[kind]
        if kind is None and not node.keys() - {"title", "description", "default"}:
            return "Json"
        raise ValueError(f"no TypeScript for {json.dumps(node)}; extend goldlabel/dev/typescript.py")

    def _list(self, node: Node) -> str:
        if "prefixItems" in node:
            return f"[{', '.join(self._type(one) for one in node['prefixItems'])}]"
        inner = self._type(node.get("items", {}))
        return f"({inner})[]" if " " in inner and not inner.startswith("[") else f"{inner}[]"


def comment(node: Node, indent: str = "") -> str:
    """The description as a doc comment."""
    text = node.get("description", "").strip().replace("*/", "* /")
    if not text:
        return ""
    lines = text.splitlines()
    if len(lines) == 1:
        return f"{indent}/** {text} */\n"
    body = "".join(f"{indent} * {line}".rstrip() + "\n" for line in lines)
    return f"{indent}/**\n{body}{indent} */\n"
