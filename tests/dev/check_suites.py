#!/usr/bin/env python3
"""Checks the shipped task suites: python3 tests/dev/check_suites.py [-v]. Exit code 1 and a line a complaint.

First it breaks good suites on purpose and expects a complaint each time, so that a check that sleeps is found out. Then it
checks the suites as they are, and two fresh draws of every generator, which must be as good as the shipped one.
"""
import collections
import os
import re
import subprocess
import sys
import unicodedata

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
SUITES = os.path.join(os.path.dirname(os.path.dirname(HERE)), "datasets", "suites")
sys.path[:0] = [HERE, SUITES]

import generate  # noqa: E402
import suite_reading as reading  # noqa: E402

ITEMS_MIN = 150
FILES = {"suite.yaml", "items.jsonl", "examples.jsonl", "README.md"}
LEVELS = ("easy", "medium", "hard")
LEVEL_SHARE_MIN = 0.2
SAME_ANSWER_MAX = 0.1        # of the items whose answer is no letter
LETTER_SPREAD_MAX = 2        # items between the most and the least frequent letter of a suite
LONGEST_IS_RIGHT_MAX = 0.4   # of the items with options; chance is 0.25
BYTES_MAX = 1000000          # all suites together
NOT_RE2 = (r"\(\?(?:[=!>(]|<[=!]|P[=>])", r"\\[1-9]", r"\\[GZK]", r"[*+?}]\+")   # lookaround, backreference, possessive ...
FRESH_SEEDS = (1, 2)


class Suite:
    """One suite as texts, so that a check can be tried on a broken copy."""

    def __init__(self, name, texts):
        self.name, self.texts = name, texts
        self.head = reading.read_yaml(texts["suite.yaml"])
        self.items, self.examples = (reading.read_rows(texts[f]) for f in ("items.jsonl", "examples.jsonl"))

    @property
    def rows(self):
        return self.items + self.examples


def load(name):
    return Suite(name, {f: open(os.path.join(SUITES, name, f), encoding="utf-8", newline="").read() for f in FILES})


def with_rows(suite, items, examples=None):
    from generator.common import jsonl
    texts = dict(suite.texts, **{"items.jsonl": jsonl(items)})
    if examples is not None:
        texts["examples.jsonl"] = jsonl(examples)
    return Suite(suite.name, texts)


# The checks: each yields complaints about one suite.

def check_text(suite):
    for file, text in sorted(suite.texts.items()):
        if text != unicodedata.normalize("NFC", text):
            yield file + " is not in Unicode's normal form C"
        if "\r" in text or "\ufeff" in text or not text.endswith("\n"):
            yield file + " has a carriage return or a byte order mark, or no line end at its end"
        if "\ufffd" in text:
            yield file + " holds a replacement character"


def check_head(suite):
    head = suite.head
    if head["name"] != suite.name or head["license"] != "Apache-2.0" or head["version"] != 1:
        yield "suite.yaml has another name, licence or version than it should"
    if not re.fullmatch(r"\d+\.\d+", head["suite_version"]) or "`{}`".format(head["suite_version"]) not in suite.texts["README.md"]:
        yield "suite_version is no version, or not the one in README.md"
    if "`{}`".format(generate.SEEDS[suite.name]) not in suite.texts["README.md"]:
        yield "README.md does not name the seed of generate.py"
    if len(suite.examples) < head["few_shot"]["count"]:
        yield "fewer examples than few_shot asks for"
    for kind, options in head["metrics"]:
        unknown = set(options) - reading.OPTIONS.get(kind, set()) - {"name", "weight"}
        if kind not in reading.OPTIONS or unknown:
            yield "metric {} {}: not known to this check".format(kind, sorted(unknown))


def check_ids(suite):
    if len(suite.items) < ITEMS_MIN:
        yield "only {} items".format(len(suite.items))
    ids = [row["id"] for row in suite.rows]
    for name, n in collections.Counter(ids).items():
        if n > 1:
            yield "{}: {} rows have this id".format(name, n)
    for name in ids:
        if not re.fullmatch(suite.name[0] + r"-(example-)?\d{3}", name):
            yield "{}: an id of another form".format(name)


def check_prompts(suite):
    seen = {}
    for row in suite.rows:
        try:
            text = reading.render(suite.head["prompt"], row)
        except reading.Broken as broken:
            yield "{}: {}".format(row["id"], broken)
            continue
        if "{{" in text or re.search(r"[ \t]$", text, re.M) or "  " in text:
            yield "{}: a template or stray blanks are left in the prompt".format(row["id"])
        if text in seen:
            yield "{}: the same prompt as {}".format(row["id"], seen[text])
        seen[text] = row["id"]


def check_fields(suite):
    used = set(re.findall(r"\{\{[#/]?(\w+)\}\}", suite.texts["suite.yaml"])) - {"letter", "text"}
    used |= {"text"} if not any("choices" in row for row in suite.items) and "{{text}}" in suite.texts["suite.yaml"] else set()
    for name in sorted(used):
        if not any(row.get(name) for row in suite.items):
            yield "no item has the field {!r}, which suite.yaml uses".format(name)
    columns = suite.head["tags"] + ([suite.head["cluster"]] if "cluster" in suite.head else [])
    for row in suite.items:
        if any(not isinstance(row.get(name), str) for name in columns) or row["difficulty"] not in LEVELS:
            yield "{}: a tag, cluster or difficulty is missing or of another kind".format(row["id"])


def check_references(suite):
    """The reference passes every metric that applies; silence and what the item itself calls wrong do not."""
    for row in suite.rows:
        said = reading.judgements(suite.head, row, row["answer"])
        if not said or not all(said.values()):
            yield "{}: the reference answer does not pass: {}".format(row["id"], said)
        if all(reading.judgements(suite.head, row, "").values()):
            yield "{}: an empty answer passes".format(row["id"])
        for wrong in row.get("reject", []):
            if all(reading.judgements(suite.head, row, wrong).values()):
                yield "{}: the wrong answer {!r} passes".format(row["id"], wrong)


def check_patterns(suite):
    for row in suite.rows:
        for pattern in row.get("patterns", []) + row.get("forbidden", []):
            try:
                re.compile(pattern)
            except re.error as error:
                yield "{}: {!r}: {}".format(row["id"], pattern, error)
            if any(re.search(form, re.sub(r"\\\\", "", pattern)) for form in NOT_RE2):
                yield "{}: {!r} is no pattern of RE2".format(row["id"], pattern)
            if any(int(n) > 1000 for n in re.findall(r"\{(?:\d+,)?(\d+)\}", pattern)):
                yield "{}: {!r} repeats more than RE2 allows".format(row["id"], pattern)


def check_choices(suite):
    own = [row for row in suite.items if row.get("choices")]
    for row in own:
        if len(set(row["choices"])) != len(row["choices"]) or row["answer"] not in "ABCD"[:len(row["choices"])]:
            yield "{}: equal options, or an answer that is none of them".format(row["id"])
    if not own:
        return
    for skill in [None] + sorted({row["skill"] for row in own}):
        letters = collections.Counter(row["answer"] for row in own if skill in (None, row["skill"]))
        if max(letters.values()) - min(letters.get(x, 0) for x in "ABCD") > LETTER_SPREAD_MAX + (skill is None):
            yield "the right letter is not uniform in {}: {}".format(skill or "the suite", dict(letters))
    share = longest_is_right(own)
    if share > LONGEST_IS_RIGHT_MAX:
        yield "the longest option is right in {:.0%} of the items".format(share)


def longest_is_right(rows):
    """Ties count their share: a chooser of the longest guesses among them."""
    score = 0.0
    for row in rows:
        lengths = [len(text) for text in row["choices"]]
        best = [i for i, n in enumerate(lengths) if n == max(lengths)]
        score += ("ABCD".index(row["answer"]) in best) / len(best)
    return score / len(rows)


def check_balance(suite):
    levels = collections.Counter(row["difficulty"] for row in suite.items)
    for level in LEVELS:
        if levels[level] < LEVEL_SHARE_MIN * len(suite.items):
            yield "too few {} items: {}".format(level, levels[level])
    labels = collections.defaultdict(collections.Counter)
    for row in suite.items:
        if "label" in row:
            labels[row["skill"]][row["label"]] += 1
    for skill, counts in labels.items():
        if max(counts.values()) - min(counts.values()) > 1:
            yield "labels of {} are not balanced: {}".format(skill, dict(counts))
    open_answers = [row["answer"] for row in suite.items if not row.get("choices")]
    for answer, n in collections.Counter(open_answers).most_common(1):
        if n > SAME_ANSWER_MAX * len(open_answers):
            yield "{} of {} answers are {!r}".format(n, len(open_answers), answer)


CHECKS = (check_text, check_head, check_ids, check_prompts, check_fields, check_references, check_patterns, check_choices,
          check_balance)


def complaints(suite):
    return [text for check in CHECKS for text in check(suite)]


# The check of the checks: each breaks a good suite in one way, which must be noticed.

def broken_copies(suite):
    """(the check that must notice, what is wrong, the broken suite)."""
    items = suite.items

    def changed(**fields):
        return with_rows(suite, [dict(items[0], **fields)] + items[1:])

    def retold(file, old, new):
        return Suite(suite.name, dict(suite.texts, **{file: suite.texts[file].replace(old, new)}))
    yield check_references, "a wrong reference", changed(answer="never right")
    yield check_ids, "a second id", changed(id=items[1]["id"])
    yield check_ids, "too few items", with_rows(suite, items[:ITEMS_MIN - 1])
    yield check_prompts, "an item twice", with_rows(suite, [dict(items[1], id="x")] + items[1:])
    yield check_prompts, "an example among the items", with_rows(suite, [dict(suite.examples[0], id="x")] + items)
    yield check_fields, "an unknown difficulty", changed(difficulty="so so")
    yield check_balance, "no hard items", with_rows(suite, [dict(row, difficulty="easy") for row in items])
    yield check_text, "a text in form D", retold("README.md", "# ", "# e\u0301")
    yield check_head, "another version", retold("suite.yaml", 'suite_version: "1.', 'suite_version: "9.')
    yield check_head, "another seed", retold("README.md", str(generate.SEEDS[suite.name]), "1")
    if any("patterns" in row for row in items):
        for pattern in (r"^(?!no)", r"(a)\1", r"(?<=x)y", "x{2000}", "(", "a++"):
            yield check_patterns, "the pattern " + pattern, changed(patterns=[pattern])
    if any(row.get("choices") for row in items):
        yield check_choices, "the right option always first", with_rows(suite, [first_is_right(row) for row in items])


def first_is_right(row):
    if not row.get("choices"):
        return row
    right = row["choices"]["ABCD".index(row["answer"])]
    return dict(row, answer="A", choices=[right] + [text for text in row["choices"] if text != right])


def check_the_checks(suites):
    for suite in suites:
        for check, what, broken in broken_copies(suite):
            if not list(check(broken)):
                yield "{}: {} does not notice {}".format(suite.name, check.__name__, what)


def check_generator(suites):
    for hash_seed in ("0", "1"):
        done = subprocess.run([sys.executable, os.path.join(SUITES, "generate.py"), "--check"], stderr=subprocess.PIPE,
                              env=dict(os.environ, PYTHONHASHSEED=hash_seed), check=False)
        if done.returncode:
            yield done.stderr.decode("utf-8", "replace").strip()
    for suite in suites:
        for seed in FRESH_SEEDS:
            drawn = Suite(suite.name, dict(suite.texts, **generate.files(suite.name, seed)))
            for text in complaints(drawn):
                yield "{} drawn with seed {}: {}".format(suite.name, seed, text)


def check_folders():
    for name in sorted(generate.SEEDS):
        found = set(os.listdir(os.path.join(SUITES, name)))
        if found != FILES:
            yield "{}: has {}, should have {}".format(name, sorted(found), sorted(FILES))
    size = sum(os.path.getsize(os.path.join(SUITES, name, f)) for name in generate.SEEDS for f in FILES)
    if size > BYTES_MAX:
        yield "the suites have {} bytes together, more than {}".format(size, BYTES_MAX)
    for name in sorted(os.listdir(SUITES)):
        if os.path.exists(os.path.join(SUITES, name, "suite.yaml")) and name not in generate.SEEDS:
            yield "{}: a suite that generate.py does not know".format(name)


def figures(suite):
    own = [row for row in suite.items if row.get("choices")]
    count = collections.Counter(row["difficulty"] for row in suite.items)
    text = "{}: {} items ({})".format(suite.name, len(suite.items), ", ".join("{} {}".format(count[x], x) for x in LEVELS))
    if own:
        letters = collections.Counter(row["answer"] for row in own)
        text += "; right letter {}; the longest option is right in {:.0%}".format(
            " ".join("{} {}".format(x, letters[x]) for x in "ABCD"), longest_is_right(own))
    return text


def main():
    found = list(check_folders())
    if not found:
        suites = [load(name) for name in generate.SEEDS]
        found += ["{}: {}".format(suite.name, text) for suite in suites for text in complaints(suite)]
        if not found:
            found += list(check_generator(suites)) + list(check_the_checks(suites))
        if "-v" in sys.argv[1:]:
            print("\n".join(figures(suite) for suite in suites))
    for text in found:
        print(text, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
