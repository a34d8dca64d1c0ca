"""Short Korean notices and three questions on each: (level, question, answer, wrong). The answer is a number, or a list of
accepted wordings; `wrong` are things of the same kind, which an answer must not name."""
from .korean_words import NAMES, WEEKDAYS, clock, with_particle, won


def water(r):
    day, weekday, start, hours = r.between(3, 26), r.between(0, 3), r.between(8, 10), r.between(4, 7)
    a, b, office = r.between(101, 104), r.between(106, 109), r.between(20, 79) * 100 + r.between(11, 99)
    notice = (f"주민 여러분께 알려 드립니다. 수도관 교체 공사로 {day}일({WEEKDAYS[weekday][0]}) {clock(start * 60)}부터 {clock((start + hours) * 60)}까지 {a}동에 물이 나오지 않습니다. "
              f"{b}동은 다음 날 같은 시간에 공사를 합니다. 문의는 관리 사무소(내선 {office}번)로 해 주시기 바랍니다.")
    return notice, (("easy", f"{a}동에는 며칠에 물이 나오지 않습니까?", day, ()), ("medium", f"{b}동에는 며칠에 물이 나오지 않습니까?", day + 1, ()),
                    ("hard", f"{a}동에는 몇 시간 동안 물이 나오지 않습니까?", hours, ()))


def library(r):
    close, weekend, books, days, more = r.between(8, 10), r.between(4, 6), r.between(3, 7), r.pick((14, 15, 21)), r.pick((7, 10))
    nth = r.pick(("첫째", "둘째", "셋째"))
    notice = (f"도서관 이용 안내입니다. 평일은 오전 9시부터 오후 {close}시까지, 주말은 오전 10시부터 오후 {weekend}시까지 문을 엽니다. 매월 {nth} 월요일은 쉽니다. "
              f"책은 한 번에 {books}권까지 {days}일 동안 빌릴 수 있으며, 한 차례에 한하여 {more}일 연장할 수 있습니다.")
    return notice, (("easy", "책은 한 번에 몇 권까지 빌릴 수 있습니까?", books, ()), ("medium", "토요일에는 오후 몇 시에 문을 닫습니까?", weekend, ()),
                    ("hard", "연장까지 하면 책을 모두 며칠 동안 빌릴 수 있습니까?", days + more, ()))


def meeting(r):
    day, start, later = r.between(0, 3), r.between(10, 13), r.between(1, 4)
    (old, new), subject = r.pick((("박 과장", "이 대리"), ("최 부장", "윤 차장"), ("정 팀장", "한 과장"))), r.pick(("신제품", "예산", "채용"))
    low, high = r.between(2, 4), r.between(5, 9)
    notice = (f"{WEEKDAYS[day]} {clock(start * 60)}에 {low}층 대회의실에서 열기로 한 {subject} 회의가 다음 날인 {WEEKDAYS[day + 1]} {clock((start + later) * 60)}로 바뀌었습니다. "
              f"장소도 {high}층 소회의실로 바뀌었습니다. 진행은 출장 중인 {old} 대신 {with_particle(new, '이', '가')} 맡습니다.")
    return notice, (("easy", "회의 진행은 누가 맡습니까?", [new, new.replace(" ", "")], [old, old.replace(" ", "")]),
                    ("medium", "회의는 몇 층에서 열립니까?", high, ()),
                    ("hard", "회의는 처음 정한 시각보다 몇 시간 뒤에 열립니까?", 24 + later, ()))


def outing(r):
    a, b = r.sample(("민속촌", "과학관", "동물원", "식물원", "박물관"), 2)
    day, later, fee, n, month = r.between(6, 13), r.pick((7, 8, 14)), r.between(9, 18) * 1000, r.between(3, 5), r.pick((4, 5, 9, 10))
    notice = (f"가을 소풍을 안내합니다. 3학년은 {month}월 {day}일에 {a}, 4학년은 다음 날 {b}에 갑니다. 오전 8시 40분까지 학교 정문 앞으로 모여 주십시오. "
              f"참가비는 한 사람에 {won(fee)}이며 도시락과 물을 가져와야 합니다. 비가 오면 3학년 소풍은 {day + later}일로 미룹니다.")
    notice = notice.replace("가을", "봄") if month < 6 else notice
    return notice, (("easy", "3학년은 어디로 소풍을 갑니까?", [a], [b]), ("medium", "비가 오면 3학년은 며칠에 소풍을 갑니까?", day + later, ()),
                    ("hard", f"3학년 학생 {n}명이 소풍을 가면 참가비는 모두 얼마입니까?", n * fee, ()))


def clinic(r):
    night, off = r.sample(WEEKDAYS[:5], 2)
    late, saturday, doctor, other = r.between(8, 9), r.between(1, 2), *r.sample(("김", "오", "문", "배", "송"), 2)
    notice = (f"진료 시간을 알려 드립니다. 평일은 오전 9시부터 오후 6시까지이며, {night}에는 오후 {late}시까지 야간 진료를 합니다. 점심시간은 오후 1시부터 2시까지입니다. "
              f"토요일은 오후 {saturday}시까지 점심시간 없이 진료합니다. {doctor} 원장은 {off}에 쉬고, 그날은 {other} 원장이 진료합니다.")
    return notice, (("easy", "야간 진료는 무슨 요일에 합니까?", [night], [off]),
                    ("medium", f"{off}에는 어느 원장이 진료합니까?", [f"{other} 원장", f"{other}원장"], [f"{doctor} 원장", f"{doctor}원장"]),
                    ("hard", f"점심시간을 빼면 {night}에는 모두 몇 시간 진료합니까?", late + 12 - 9 - 1, ()))


def cafe(r):
    coffee, latte, tumbler, early = r.between(35, 42) * 100, r.between(45, 55) * 100, r.pick((300, 400, 500)), r.pick((800, 1000))
    n = r.between(2, 4)
    notice = (f"아메리카노는 {won(coffee)}, 카페라테는 {won(latte)}입니다. 텀블러를 가져오시면 한 잔에 {won(tumbler)}을 깎아 드립니다. "
              f"오전 11시 전에는 아메리카노만 한 잔에 {won(early)}을 할인합니다. 두 가지 할인은 함께 받으실 수 없습니다.")
    return notice, (("easy", "카페라테 한 잔은 얼마입니까?", latte, ()), ("medium", "오후에 텀블러를 가져가서 카페라테 한 잔을 사면 얼마입니까?", latte - tumbler, ()),
                    ("hard", f"오전 10시에 텀블러 없이 아메리카노 {n}잔과 카페라테 한 잔을 사면 모두 얼마입니까?", n * (coffee - early) + latte, ()))


def parcel(r):
    a, b = r.sample(NAMES, 2)
    box, code, opens = r.between(11, 39), r.between(2000, 9899), r.between(7, 8)
    notice = (f"택배 도착 안내입니다. {a} 씨의 택배는 경비실에 맡겼고, {b} 씨의 택배는 무인 택배함 {box}번에 넣었습니다. 택배함의 비밀번호는 {code}입니다. "
              f"무인 택배함은 하루 종일 쓸 수 있지만, 경비실은 밤 9시에 문을 닫고 다음 날 오전 {opens}시에 엽니다.")
    return notice, (("easy", f"{a} 씨의 택배는 어디에 있습니까?", ["경비실"], ["택배함"]), ("medium", f"{b} 씨의 택배는 몇 번 택배함에 있습니까?", box, ()),
                    ("hard", f"{a} 씨는 밤 10시에 집에 왔습니다. 다음 날 오전 몇 시부터 택배를 찾을 수 있습니까?", opens, ()))


def swimming(r):
    early, late, a, b = r.between(6, 7), r.between(7, 8), r.between(5, 9), r.between(10, 13)
    people, day = r.between(18, 30), r.between(11, 25)
    notice = (f"수영 강습 회원을 모집합니다. 초급반은 월·수·금 오전 {early}시, 중급반은 화·목 오후 {late}시에 합니다. 한 달 수강료는 초급반 {b}만 원, 중급반 {a}만 원입니다. "
              f"석 달을 한꺼번에 등록하시면 10% 할인해 드립니다. 접수는 {day}일부터이며 반마다 {people}명까지 받습니다.")
    return notice, (("easy", "한 반에 몇 명까지 받습니까?", people, ()), ("medium", "중급반은 일주일에 몇 번 강습을 합니까?", 2, ()),
                    ("hard", "초급반 석 달을 한꺼번에 등록하면 모두 얼마를 냅니까?", b * 10000 * 3 * 9 // 10, ()))


NOTICES = (water, library, meeting, outing, clinic, cafe, parcel, swimming)
