"""Kinds of verifiable instruction. Each takes the random numbers and gives a Task.

A pattern is RE2's, is searched in the answer without the white space around it, and tells case apart. All of `patterns`
must be found, none of `forbidden`. `expected` are the fields of a JSON answer. `answer` is one that fulfils the task.
"""
import json

from .instructions_words import (ACROSTICS, FACTS, LINES, LISTS, NUMBER_WORDS, OF_LENGTH, OPENERS, TOPICS, WORDS,
                                 YES_NO)


class Task:
    def __init__(self, question, answer, patterns=(), forbidden=(), expected=None):
        self.question, self.answer = question, answer
        self.patterns, self.forbidden, self.expected = list(patterns), list(forbidden), expected


def at_least_words(n):
    return r"^(?:\S+\s+){%d}\S" % (n - 1)


def escape(text):
    """The text as a pattern (re.escape differs between versions of Python)."""
    return "".join("\\" + c if c in r"\.+*?()|[]{}^$" else c for c in text)


def whole(text):
    return "^" + escape(text) + "$"


def upper_first(text):
    return text[0].upper() + text[1:]


# Easy: one thing to heed, and a short answer.

def only_a_word(r):
    word = r.pick(WORDS)
    return Task(f'Write only the word "{word}" and nothing else.', word, [rf'^["\'“‘]?(?i:{word})["\'”’]?\.?$'])


def yes_or_no(r):
    question, answer = r.pick(YES_NO)
    return Task(f"{question} Answer with yes or no, in lower-case letters, and write nothing else.", answer,
                [rf"^{answer}\.?$"])


def capitals(r):
    question, answer = r.pick(FACTS)
    return Task(f"{question} Answer with one word in capital letters.", answer.upper(), [rf"^{answer.upper()}\.?$"])


def first_word(r):
    (topic, _, _, sentences), word = r.pick(TOPICS), r.pick(OPENERS)
    sentence = r.pick(sentences)
    return Task(f'Write one sentence about {topic}. Its first word must be "{word}".',
                f"{word} {sentence[0].lower()}{sentence[1:]}.", [rf'^["“]?{word}\b', at_least_words(4)])


MARKS = (("an exclamation mark", "!", r'!["”]?$'), ("a question mark", "?", r'\?["”]?$'),
         ("three dots", "...", r'(?:\.\.\.|…)["”]?$'))


def last_mark(r):
    (topic, _, _, sentences), (name, mark, pattern) = r.pick(TOPICS), r.pick(MARKS)
    text = f"What do you like about {topic}" if mark == "?" else r.pick(sentences)
    return Task(f"Write one sentence about {topic} that ends with {name}.", text + mark, [pattern, at_least_words(4)])


def has_word(r):
    topic, word, _, sentences = r.pick(TOPICS)
    return Task(f'Write one sentence about {topic} that contains the word "{word}".', r.pick(sentences) + ".",
                [rf"(?i)\b{word}\b", at_least_words(4)])


# Medium: a length or a format.

def exact_words(r):
    topic, _, _, sentences = r.pick(TOPICS)
    sentence = r.pick(sentences)
    n = len(sentence.split())
    return Task(f"Write a sentence of exactly {NUMBER_WORDS[n]} words about {topic}.", sentence + ".",
                [r"^\S+(?:\s+\S+){%d}$" % (n - 1)])


def bullets(r):
    (what, members), n = r.pick(LISTS), r.between(3, 6)
    return Task(f'List exactly {NUMBER_WORDS[n]} {what}. Put each on a line of its own that begins with "- ". '
                "Write no other line.", "\n".join("- " + m for m in r.sample(members, n)),
                [r"^- \S[^\n]*(?:\n+- \S[^\n]*){%d}$" % (n - 1)])


def without_word(r):
    topic, _, word, sentences = r.pick(TOPICS)
    return Task(f'Write a sentence of at least five words about {topic}. Do not use "{word}" anywhere in it.',
                r.pick([s for s in sentences if len(s.split()) >= 5]) + ".", [at_least_words(5)], [rf"(?i){word}"])


def no_commas(r):
    topic, _, _, sentences = r.pick(TOPICS)
    n = r.between(8, 10)
    return Task(f"Write at least {NUMBER_WORDS[n]} words about {topic} without using any commas.",
                ". ".join(r.sample(sentences, 2)) + ".", [at_least_words(n)], ["[,、，]"])


def comma_list(r):
    (what, members), n = r.pick(LISTS), r.between(3, 6)
    return Task(f"Name exactly {NUMBER_WORDS[n]} {what} on one line, separated by commas. Write nothing else.",
                ", ".join(r.sample(members, n)), [r"^[^,\n]{2,30}(?:, ?[^,\n]{2,30}){%d}$" % (n - 1)])


def count_up_or_down(r):
    low, n = r.between(2, 30), r.between(4, 6)
    numbers = list(range(low, low + n))
    order, numbers = r.pick((("upwards", numbers), ("backwards", numbers[::-1])))
    text = " ".join(str(i) for i in numbers)
    return Task(f"Count {order} from {numbers[0]} to {numbers[-1]}. Write only the numbers, separated by single spaces.",
                text, [whole(text)])


def small_json(r):
    key, value = r.pick((("city", "Oslo"), ("name", "Mina"), ("fruit", "pear"), ("animal", "fox"), ("day", "Friday"),
                         ("colour", "red"), ("sport", "golf"), ("drink", "tea")))
    number_key, number = r.pick(("code", "count", "number", "size", "price")), r.between(3, 60)
    expected = {key: value, number_key: number}
    return Task(f'Write a JSON object with two keys: "{key}" with the text "{value}", and "{number_key}" with the number '
                f"{number}. Output only the JSON.", json.dumps(expected), expected=expected)


def lower_case(r):
    topic, _, _, sentences = r.pick(TOPICS)
    return Task(f"Write a sentence of at least four words about {topic} in lower-case letters only, without any capital "
                "letter.", r.pick(sentences).lower() + ".", [at_least_words(4)], ["[A-Z]"])


def title_in_brackets(r):
    topic, word, _, _ = r.pick(TOPICS)
    left, right, shown = r.pick((("[[", "]]", "square"), ("<<", ">>", "angle"), ("((", "))", "round")))
    inner = r"[^\[\]<>()\n]{3,80}"
    return Task(f"Write a title for a story about {topic}. Put it in double {shown} brackets, like {left}this{right}, and "
                "write nothing else.", f"{left}The Secret of the {upper_first(word)}{right}",
                ["^" + escape(left) + inner + escape(right) + "$"])


def repeat_word(r):
    word, n = r.pick(WORDS), r.between(3, 7)
    text = " ".join([word] * n)
    return Task(f'Write the word "{word}" exactly {NUMBER_WORDS[n]} times, separated by spaces, and nothing else.', text,
                [whole(text)])


# Hard: several things at once, or a condition.

def first_and_last(r):
    topic, _, _, sentences = r.pick(TOPICS)
    words = r.pick(sentences).split()
    return Task(f'Write exactly {NUMBER_WORDS[len(words)]} words about {topic}. The first word must be "{words[0]}" and the '
                f'last word "{words[-1]}".', " ".join(words) + ".",
                [r"^(?i:%s)\b\S*(?:\s+\S+){%d}\s+(?i:%s)\W?$" % (words[0], len(words) - 2, words[-1])])


def without_letter(r):
    letter = r.pick("aoisrn")
    topic, sentence = r.pick(tuple((topic, s) for topic, _, _, sentences in TOPICS for s in sentences
                                   if letter not in s.lower()))
    n = min(6, len(sentence.split()))
    return Task(f'Write a sentence of at least {NUMBER_WORDS[n]} words about {topic} in which the letter "{letter}" does not '
                "occur at all.", sentence + ".", [at_least_words(n)], [rf"(?i){letter}"])


def acrostic(r):
    word, topic = r.pick(ACROSTICS), r.pick(("the weather", "a village", "an autumn evening"))
    lines = [LINES[letter] for letter in word]
    return Task(f"Write {NUMBER_WORDS[len(word)]} lines about {topic}. The first letters of the lines, from top to bottom, "
                f"must spell {word}. Write nothing else.", "\n".join(lines),
                ["^" + r"\n+".join(letter + r"[^\n]+" for letter in word) + "$"])


def numbered_short_lines(r):
    (what, members), n, most = r.pick(LISTS), r.between(3, 5), r.between(2, 3)
    lines = [f"{i + 1}) {m}" for i, m in enumerate(r.sample(members, n))]
    one = r"%d\) [^\s,]+(?: [^\s,]+){0," + str(most - 1) + "}"
    return Task(f'List {NUMBER_WORDS[n]} {what} in numbered lines. Write the numbers as "1)", "2)" and so on, at most '
                f"{NUMBER_WORDS[most]} words after each number, no commas and nothing else.", "\n".join(lines),
                ["^" + r"\n+".join(one % (i + 1) for i in range(n)) + "$"])


def marks(r):
    topic, _, _, sentences = r.pick(TOPICS)
    n = r.between(2, 3)
    return Task(f"Write {NUMBER_WORDS[n]} short sentences about {topic}. Use exactly {NUMBER_WORDS[n]} exclamation marks and no "
                "full stop.", " ".join(s + "!" for s in r.sample(sentences, n)),
                [r"^[^!]*(?:![^!]*){%d}$" % n, at_least_words(2 * n)], [r"\."])


def sort_words(r):
    words = r.sample(WORDS + OF_LENGTH[5], r.between(4, 6))
    order, sign, result = r.pick((("alphabetical order", ">", sorted(words)),
                                  ("reverse alphabetical order", "<", sorted(words, reverse=True)),
                                  ("order of length, shortest first, and words of the same length in alphabetical order",
                                   "|", sorted(words, key=lambda w: (len(w), w)))))
    text = f" {sign} ".join(result)
    return Task(f'Put these words into {order}: {", ".join(words)}. Write only the words, separated by " {sign} ".', text,
                [whole(text)])


def json_of_numbers(r):
    numbers = r.sample(range(2, 60), r.between(4, 5))
    expected = {"sorted": sorted(numbers), "largest": max(numbers), "even": len([n for n in numbers if n % 2 == 0])}
    return Task(f'Here are some numbers: {", ".join(map(str, numbers))}. Output only a JSON object with three keys: "sorted", '
                'the list of the numbers from small to large; "largest", the largest of them; "even", how many of them are '
                "even.", json.dumps(expected), expected=expected)


def word_n_times(r):
    topic, word, _, sentences = r.pick(TOPICS)
    n = r.between(2, 3)
    return Task(f'Write about {topic}. Use the word "{word}" exactly {NUMBER_WORDS[n]} times, and use no commas.',
                ". ".join(r.sample(sentences, n)) + ".", [r"(?is)^(?:.*?\b%s\b){%d}" % (word, n), at_least_words(3 * n)],
                [r"(?is)(?:\b%s\b.*?){%d}" % (word, n + 1), ","])


def edit_sentence(r):
    topic, _, _, sentences = r.pick(TOPICS)
    sentence = r.pick([s for s in sentences if len(s.split()) >= 6])
    words = sentence.split()
    how, edited = r.pick((
        ("in reverse order of its words, all in lower case", [w.lower() for w in reversed(words)]),
        ("with every second word in capital letters, beginning with the second",
         [w.upper() if i % 2 else w for i, w in enumerate(words)]),
        ("without its third and fifth word", [w for i, w in enumerate(words) if i not in (2, 4)])))
    text = " ".join(edited)
    return Task(f'Write this sentence again {how}: "{sentence}". Write only the result, without a full stop.', text,
                [whole(text)])


def words_of_length(r):
    length, n = r.pick((4, 5, 6)), r.between(3, 5)
    return Task(f"Write exactly {NUMBER_WORDS[n]} different English words of exactly {NUMBER_WORDS[length]} letters each, in lower "
                "case, separated by single spaces. Write nothing else.", " ".join(r.sample(OF_LENGTH[length], n)),
                ["^[a-z]{%d}(?: [a-z]{%d}){%d}$" % (length, length, n - 1)])


def condition(r):
    first, second = r.sample(("banana", "cabbage", "committee", "pepper", "coconut", "puppet", "tattoo", "giggle"), 2)
    letter = r.pick(tuple(sorted(set(first + second))))
    left, right = r.pick((("LEFT", "RIGHT"), ("SUN", "MOON"), ("TEA", "MILK")))
    more = first.count(letter) > second.count(letter)
    return Task(f'If the word "{first}" has more letters "{letter}" than the word "{second}", write {left}, otherwise write '
                f"{right}. Write one word only.", left if more else right, [rf"^{left if more else right}\.?$"])


KINDS = (
    ("easy", (only_a_word, yes_or_no, capitals, first_word, last_mark, has_word)),
    ("medium", (exact_words, bullets, without_word, no_commas, comma_list, count_up_or_down, small_json, lower_case,
                title_in_brackets, repeat_word)),
    ("hard", (first_and_last, without_letter, acrostic, numbered_short_lines, marks, sort_words, json_of_numbers,
              word_n_times, edit_sentence, words_of_length, condition)),
)
SKILLS = {  # what has to be heeded
    "wording": (only_a_word, yes_or_no, first_word, has_word, first_and_last, word_n_times, condition, repeat_word),
    "letters": (capitals, lower_case, without_letter, acrostic, words_of_length),
    "length": (exact_words, count_up_or_down), "ban": (without_word, no_commas), "marks": (last_mark, marks),
    "format": (bullets, comma_list, small_json, title_in_brackets, numbered_short_lines, json_of_numbers),
    "order": (sort_words, edit_sentence),
}
