"""Korean number words, particles and dates for the generators."""

NATIVE = ("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열", "열한", "열두", "열세", "열네", "열다섯",
          "열여섯", "열일곱", "열여덟", "열아홉", "스무")
SINO = ("", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구")
WEEKDAYS = ("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일")
DAYS_IN = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
DAY_SPANS = (("사흘", 3), ("나흘", 4), ("닷새", 5), ("엿새", 6), ("이레", 7), ("여드레", 8), ("아흐레", 9), ("열흘", 10),
             ("보름", 15))
NAMES = ("민수", "지영", "서준", "하은", "도윤", "수빈", "현우", "예린", "준호", "은지", "태민", "소라")


def has_final(word):
    """Whether the last syllable ends in a consonant."""
    return (ord(word[-1]) - 0xAC00) % 28 != 0


def with_particle(word, after_final, after_vowel):
    return word + (after_final if has_final(word) else after_vowel)


def topic(word):
    return with_particle(word, "은", "는")


def subject(word):
    return with_particle(word, "이", "가")


def direct(word):
    return with_particle(word, "을", "를")


def toward(word):
    """으로/로: a final ㄹ counts as a vowel."""
    return word + ("으로" if (ord(word[-1]) - 0xAC00) % 28 not in (0, 8) else "로")


def _below_10000(n):
    text = ""
    for unit, name in ((1000, "천"), (100, "백"), (10, "십"), (1, "")):
        digit = n // unit % 10
        if digit:
            text += ("" if digit == 1 and name else SINO[digit]) + name
    return text


def sino(n):
    """35000 -> '삼만 오천', spaced by 만 as the spelling rules ask. 0 < n < 10^8."""
    high, low = divmod(n, 10000)
    parts = [("" if high == 1 else _below_10000(high)) + "만"] if high else []
    return " ".join(parts + ([_below_10000(low)] if low else []))


def won(n):
    return "{:,}원".format(n)


def clock(minutes):
    """'오전 9시', '낮 12시', '오후 2시 40분'."""
    hour, minute = divmod(minutes % 1440, 60)
    part = "낮" if hour == 12 else "오전" if hour < 12 else "오후"
    return "{} {}시{}".format(part, (hour + 11) % 12 + 1, " {}분".format(minute) if minute else "")


def clock_answers(minutes):
    """The accepted wordings of a time of day, without 오전 or 오후."""
    hour, minute = divmod(minutes % 1440, 60)
    twelve = (hour + 11) % 12 + 1
    said = []
    for h in dict.fromkeys((twelve, hour)):
        said += [form.format(h, minute) for form in ("{}시 {}분", "{}시{}분", "{}:{:02d}")]
    said.append("{} 시 {} 분".format(NATIVE[twelve], sino(minute)))
    return said + (["{}시 반".format(twelve), "{} 시 반".format(NATIVE[twelve])] if minute == 30 else [])
