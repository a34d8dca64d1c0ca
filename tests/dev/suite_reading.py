"""Reads the shipped suites and judges answers, with Python's standard library alone, for check_suites.py.

Not the product's reader and metrics, on purpose: a second, small reading of the same format, for the part of YAML and of
Mustache that the shipped suites use.
"""
import json
import re
import unicodedata


class Broken(Exception):
    """What is wrong, said for people."""


def flow(text):
    """A value in YAML's flow style: {a: "b", c: [1, d]}, "text", 0.8, plain text."""
    text = text.strip()
    value, rest = _flow(text) if text[:1] in ("{", "[", '"') or re.fullmatch(r"[\w.]+", text) else (text, "")
    if rest.strip():
        raise Broken("cannot read {!r} after {!r}".format(rest, text))
    return value


def _flow(text):
    if text[:1] in "{[":
        return _collection(text)
    quoted = re.match(r'"((?:[^"\\]|\\.)*)"', text)
    if quoted:
        return json.loads(quoted.group()), text[quoted.end():]
    plain = re.match(r"[^,{}\[\]]*", text).group()
    word = plain.strip()
    if word in ("true", "false"):
        return word == "true", text[len(plain):]
    number = re.fullmatch(r"-?\d+(\.\d+)?", word)
    return (float(word) if number else word), text[len(plain):]


def _collection(text):
    is_map, text, found = text[0] == "{", text[1:].lstrip(), []
    while text[:1] not in ("}", "]"):
        if is_map:
            name, _, text = text.partition(":")
            value, text = _flow(text.lstrip())
            found.append((name.strip(), value))
        else:
            value, text = _flow(text)
            found.append(value)
        text = text.lstrip()
        if text[:1] == ",":
            text = text[1:].lstrip()
        elif text[:1] not in ("}", "]"):
            raise Broken("unclosed bracket")
    return (dict(found) if is_map else found), text[1:]


def read_yaml(text):
    """Top-level keys with a flow value, a block text (|-), or a list of lines "  - value"."""
    out, key = {}, None
    for line in text.splitlines():
        if line[:1].strip():
            key, _, value = line.partition(":")
            out[key] = [] if not value.strip() else (value.strip() if value.strip() == "|-" else flow(value))
        elif out.get(key) == "|-" or isinstance(out.get(key), tuple):
            out[key] = (out[key] if isinstance(out[key], tuple) else ()) + (line[2:],)
        elif line.startswith("  - "):
            kind, _, options = line[4:].partition(":")
            out[key].append((kind, flow(options)))
    return {k: "\n".join(v) if isinstance(v, tuple) else v for k, v in out.items()}


def read_rows(text):
    """JSONL; a key twice in a row is refused."""
    def unique(pairs):
        if len({k for k, _ in pairs}) != len(pairs):
            raise Broken("a key stands twice in a row")
        return dict(pairs)
    return [json.loads(line, object_pairs_hook=unique) for line in text.splitlines()]


def render(template, row):
    """{{field}} and one level of {{#list}}..{{/list}} with {{letter}} and {{text}}; lines of section tags alone vanish."""
    template = re.sub(r"(?m)^(\{\{[#/]\w+\}\})\n", r"\1", template)

    def section(match):
        return "".join(match.group(2).replace("{{letter}}", "ABCDEFGH"[i]).replace("{{text}}", text)
                       for i, text in enumerate(row.get(match.group(1)) or []))

    def field(match):
        if not isinstance(row.get(match.group(1)), str):
            raise Broken("no text in field {!r}, which the prompt uses".format(match.group(1)))
        return row[match.group(1)]
    # The fields first: an option may hold what looks like a template.
    parts = re.split(r"(\{\{#\w+\}\}.*?\{\{/\w+\}\})", template, flags=re.S)
    return "".join(re.sub(r"\{\{#(\w+)\}\}(.*)\{\{/\1\}\}", section, part, flags=re.S) if part.startswith("{{#")
                   else re.sub(r"\{\{(\w+)\}\}", field, part) for part in parts)


def fill(options, row):
    """A metric's options for one row; an option that is one {{field}} becomes the field's own value."""
    def value(option):
        single = isinstance(option, str) and re.fullmatch(r"\{\{(\w+)\}\}", option)
        return row.get(single.group(1)) if single else option
    return {name: value(option) for name, option in options.items()}


def texts(value):
    return [] if value is None or value == "" else list(value) if isinstance(value, list) else [value]


def normal(text):
    text = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return " ".join(text.split())


def number(text, decimal):
    text = unicodedata.normalize("NFKC", text).replace(" ", "")
    text = text.replace(".", "").replace(",", ".") if decimal == "comma" else text.replace(",", "")
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def holds(text, wanted, words):
    pattern = re.escape(normal(wanted))
    return re.search(r"(?<!\w)" + pattern + r"(?!\w)" if words else pattern, normal(text)) is not None


def judge_choice(check, answer):
    if not texts(check["target"]):
        return None
    return answer == check["target"] and answer in "ABCDEFGH"[:len(check["options"])]


def judge_number(check, answer):
    wanted = [number(t, check.get("decimal")) for t in texts(check["target"])]
    found = number(answer, check.get("decimal"))
    if not wanted:
        return None
    return found is not None and any(abs(found - w) <= check.get("tolerance", 0) for w in wanted)


def judge_contains(check, answer):
    found = [texts(check.get(name)) for name in ("any", "none")]
    if not any(found):
        return None
    any_of, none_of = ([holds(answer, t, check.get("words")) for t in part] for part in found)
    return (any(any_of) or not any_of) and not any(none_of)


def judge_regex(check, answer):
    wanted, unwanted = texts(check.get("pattern")), texts(check.get("none"))
    if not wanted and not unwanted:
        return None
    return all(re.search(p, answer.strip()) for p in wanted) and not any(re.search(p, answer.strip()) for p in unwanted)


def fits(schema, value):
    """The keywords that the shipped schemas use."""
    kinds = {"object": dict, "string": str, "number": (int, float), "boolean": bool, "null": type(None)}
    allowed = texts(schema["type"])
    if not any(isinstance(value, kinds[k]) and (k == "boolean" or not isinstance(value, bool)) for k in allowed):
        return False
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        return False
    if not isinstance(value, dict):
        return True
    known = schema["properties"]
    return (all(key in value for key in schema["required"]) and all(key in known for key in value) and
            all(fits(known[key], inner) for key, inner in value.items()))


def judge_json(check, answer):
    wanted = check.get("schema") or check.get("fields")
    if not wanted:
        return None
    try:
        value = json.loads(answer)
    except ValueError:
        return False
    return fits(check["schema"], value) if check.get("schema") else value == check["fields"]


JUDGES = {"choice": judge_choice, "number": judge_number, "contains": judge_contains, "regex": judge_regex,
          "json": judge_json}
OPTIONS = {"choice": {"target", "options"}, "number": {"target", "tolerance", "decimal"}, "contains": {"any", "none", "words"},
           "regex": {"pattern", "none"}, "json": {"fields", "schema", "strict"}}


def judgements(suite, row, answer):
    """What each metric that applies says: {metric: True or False}."""
    found = {}
    for kind, options in suite["metrics"]:
        result = JUDGES[kind](fill(options, row), answer)
        if result is not None:
            found[options.get("name", kind)] = bool(result)
    return found
