"""Arithmetic, number words, dates and times in Korean. A template gives (question, answer); the answer is a number, or a
list of accepted numbers or wordings of which the first is the reference."""
from .korean_words import (DAY_SPANS, DAYS_IN, NAMES, NATIVE, WEEKDAYS, clock, clock_answers, direct, sino, subject, topic,
                           toward, won)

WEEK = tuple(range(7))


def add_things(r):
    thing, unit, place, verb = r.pick((("사과", "개", "바구니에", "넣으면"), ("연필", "자루", "필통에", "넣으면"), ("책", "권", "책상 위에", "놓으면"),
                                       ("장미", "송이", "꽃병에", "꽂으면"), ("금붕어", "마리", "어항에", "넣으면")))
    a, b = r.between(2, 9), r.between(2, 9)
    return (f"{place} {subject(thing)} {NATIVE[a]} {unit} 있습니다. {NATIVE[b]} {direct(unit)} 더 {verb} {topic(thing)} 모두 몇 {unit}입니까?",
            a + b)


def buy_some(r):
    thing, unit, each = r.pick((("연필", "자루", 500), ("공책", "권", 1200), ("귤", "개", 300), ("우유", "병", 900), ("엽서", "장", 700)))
    n = r.between(2, 8)
    return f"{thing} 한 {topic(unit)} {won(each)}입니다. {NATIVE[n]} {direct(unit)} 사면 모두 얼마입니까?", each * n


def share(r):
    groups, each = r.between(3, 8), r.between(3, 9)
    who, unit = r.pick((("학생", "모둠"), ("선수", "팀"), ("회원", "조")))
    return f"{who} {groups * each}명을 {NATIVE[groups]} {toward(unit)} 똑같이 나누면 한 {topic(unit)} 몇 명입니까?", each


def get_off(r):
    off, vehicle = r.between(3, 9), r.pick(("버스", "기차", "배", "전철"))
    start = off + r.between(5, 20)
    return f"{vehicle}에 승객이 {start}명 타고 있었습니다. {off}명이 내리고 새로 탄 사람은 없습니다. 남은 승객은 몇 명입니까?", start - off


def read_number(r):
    n = r.between(2, 9) * 1000 + r.between(1, 9) * r.pick((100, 10))
    return quoted_number(n), n


def quoted_number(n):
    word = sino(n)
    return f"'{word}'{direct(word)[len(word):]} 아라비아 숫자로 쓰면 얼마입니까?"


def read_big_number(r):
    n = r.between(2, 98) * 10000 + r.between(0, 9) * 1000 + r.between(1, 9) * r.pick((100, 10, 1))
    return quoted_number(n), n


def change(r):
    thing, unit, price = r.pick((("공책", "권", 1300), ("빵", "개", 1800), ("양말", "켤레", 2400), ("수첩", "권", 2700)))
    n = r.between(2, 3)
    return f"{won(price)}짜리 {thing} {NATIVE[n]} {direct(unit)} 사고 만 원을 냈습니다. 거스름돈은 얼마입니까?", 10000 - price * n


def discount(r):
    thing, percent = r.pick(("신발", "가방", "점퍼", "이불")), r.pick((10, 20, 30, 40))
    price = r.between(2, 9) * 10000 + r.pick((0, 5000))
    return f"{sino(price)} 원짜리 {direct(thing)} {percent}% 할인하여 팝니다. 할인된 가격은 얼마입니까?", price * (100 - percent) // 100


def drive(r):
    speed, hours = r.between(40, 100, 10), r.between(1, 4)
    return (f"자동차가 한 시간에 {speed}km씩 {NATIVE[hours]} 시간 반 동안 달렸습니다. 자동차가 달린 거리는 모두 몇 km입니까?",
            speed * hours + speed // 2)


def ages(r):
    name, older = r.pick(NAMES), r.pick(("사촌", "이모", "삼촌", "선배"))
    age, gap, years = r.between(8, 14), r.between(3, 6), r.between(3, 8)
    return (f"{topic(name)} {NATIVE[age]} 살이고 {topic(older)} {name}보다 {NATIVE[gap]} 살 많습니다. {years}년 뒤 두 사람의 나이를 더하면 얼마입니까?",
            2 * age + gap + 2 * years)


def saving(r):
    pay, percent, months = r.between(200, 380, 20), r.pick((10, 20, 30)), r.pick((6, 10, 12))
    name = r.pick(NAMES)
    return (f"{name} 씨의 월급은 {pay}만 원입니다. 매달 월급의 {percent}%를 {months}개월 동안 저축하면 모두 몇 만 원을 모읍니까?",
            [pay * percent * months // 100, pay * percent * months * 100])


def population(r):
    start, up, down = r.between(11, 48) * 10000 + r.between(1, 9) * 1000, r.between(2, 9) * 1000 + 500, r.between(1, 4) * 1000
    return (f"어느 도시의 인구는 {start // 10000}만 {start % 10000 // 1000}천 명이었습니다. 작년에 {up // 1000}천5백 명이 늘고 올해 {down // 1000}천 명이 줄었습니다. "
            f"지금 이 도시의 인구는 몇 명입니까?", start + up - down)


def inheritance(r):
    a, b, c = r.pick(((3, 2, 1), (5, 3, 2), (4, 2, 1), (6, 4, 2)))
    part = r.between(1, 4) * 1000
    total = (a + b + c) * part
    eok, man = divmod(total, 10000)
    text = " ".join(([f"{eok}억"] if eok else []) + ([f"{man:,}만"] if man else []))
    return (f"{text} 원을 첫째, 둘째, 셋째가 {a}:{b}:{c}의 비로 나누어 가집니다. 첫째는 셋째보다 몇 만 원을 더 받습니까?", [(a - c) * part, (a - c) * part * 10000])


def coupon(r):
    thing, percent, off = r.pick(("가방", "시계", "운동화", "의자")), r.pick((10, 15, 20, 25)), r.between(1, 4) * 1000
    price = r.between(3, 5) * 10000
    pay = price * (100 - percent) // 100 - off
    return (f"정가가 {sino(price)} 원인 {direct(thing)} {percent}% 할인받은 뒤, 쿠폰으로 {sino(off)} 원을 더 깎았습니다. 오만 원을 냈다면 거스름돈은 얼마입니까?",
            50000 - pay)


def fares(r):
    adult, child, seats = r.between(14, 19) * 100, r.between(5, 8) * 100, r.between(38, 60)
    a, c = r.between(2, 3), r.between(2, 5)
    return (f"좌석이 {seats}석인 버스의 요금은 어른 {won(adult)}, 어린이 {won(child)}입니다. 어른 {NATIVE[a]} 명과 어린이 {NATIVE[c]} 명이 왕복으로 타면 요금은 모두 얼마입니까?",
            2 * (a * adult + c * child))


def next_day(r):
    then, (word, days) = r.pick(WEEK), r.pick((("내일", 1), ("모레", 2), ("어제", -1)))
    asked = "이었습니까" if days < 0 else "입니까"
    return f"오늘은 {WEEKDAYS[(then - days) % 7]}입니다. {topic(word)} 무슨 요일{asked}?", [WEEKDAYS[then]]


def hours_later(r):
    start, hours = r.between(1, 7), r.between(2, 4)
    return f"지금은 오후 {NATIVE[start]} 시입니다. {NATIVE[hours]} 시간 뒤는 오후 몇 시입니까?", start + hours


def weeks(r):
    n = r.between(2, 9)
    return f"{n}주일은 모두 며칠입니까?", 7 * n


def span_later(r):
    then, (word, days) = r.pick(WEEK), r.pick(DAY_SPANS)
    return f"오늘은 {WEEKDAYS[(then - days) % 7]}입니다. {word} 뒤는 무슨 요일입니까?", [WEEKDAYS[then]]


def span_length(r):
    word, days = r.pick(DAY_SPANS)
    return f"'{word}'{topic(word)[len(word):]} 모두 며칠입니까?", days


def film_end(r):
    start, length, what = r.between(11 * 60, 16 * 60, 10), r.between(80, 170, 5), r.pick(("영화", "연극", "음악회", "강연"))
    length += 5 if (start + length) % 60 == 0 else 0
    return (f"{subject(what)} {clock(start)}에 시작하여 {span(length)} 동안 계속됩니다. {topic(what)} 몇 시 몇 분에 끝납니까?", clock_answers(start + length))


def from_24(r):
    hour, minute = r.between(13, 22), r.between(5, 55, 5)
    answers = clock_answers(hour * 60 + minute)
    return f"24시간제로 {hour}시 {minute}분은 오후 몇 시 몇 분입니까?", [a for a in answers if not a.startswith(str(hour))]


def date_later(r):
    month, (word, days) = r.between(1, 11), r.pick(DAY_SPANS)
    day = DAYS_IN[month - 1] - r.between(0, days - 1)
    then = day + days - DAYS_IN[month - 1]
    return f"오늘은 2027년 {month}월 {day}일입니다. {word} 뒤는 몇 월 며칠입니까?", [f"{month + 1}월 {then}일", f"{month + 1}월{then}일"]


def two_steps(r):
    then, (first, back), (second, on) = r.pick(WEEK), r.pick((("그저께", 2), ("어제", 1), ("그끄저께", 3))), r.pick((("모레", 2), ("글피", 3)))
    return f"{subject(first)} {WEEKDAYS[(then - back - on) % 7]}이었다면 {topic(second)} 무슨 요일입니까?", [WEEKDAYS[then]]


def nth_weekday(r):
    first, want, (word, nth) = r.below(7), r.below(7), r.pick((("둘째", 2), ("셋째", 3), ("넷째", 4)))
    day = 1 + (want - first) % 7 + 7 * (nth - 1)
    return f"모임은 매달 {word} {WEEKDAYS[want]}에 열립니다. 이번 달 1일이 {WEEKDAYS[first]}이라면 모임은 며칠에 열립니까?", day


def late_train(r):
    start, length, late = r.between(9 * 60, 11 * 60 + 50, 5), r.between(125, 235, 5), r.between(10, 25, 5)
    late += 5 if (start + length + late) % 60 == 0 else 0
    return (f"부산행 열차가 {clock(start)}에 출발했습니다. 부산까지 {span(length)}이 걸리는데, 오늘은 {late}분 늦게 도착했습니다. 열차는 몇 시 몇 분에 도착했습니까?",
            clock_answers(start + length + late))


def span(minutes):
    return f"{minutes // 60}시간" + (f" {minutes % 60}분" if minutes % 60 else "")


NUMBERS = (
    ("easy", (add_things, buy_some, share, get_off, read_number)), ("medium", (read_big_number, change, discount, drive, ages)),
    ("hard", (saving, population, inheritance, coupon, fares)))
DATES = (("easy", (next_day, hours_later, weeks)), ("medium", (span_later, span_length, film_end, from_24)),
         ("hard", (date_later, two_steps, nth_weekday, late_train)))
