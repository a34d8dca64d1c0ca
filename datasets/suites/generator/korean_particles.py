"""Sentences with a gap for a particle (조사). Exactly one of the four options is right; which one often follows from whether
the word before the gap ends in a consonant."""
from .korean_words import NAMES, has_final, toward

OBJECT, SUBJECT, TOPIC, TOWARD, AND = ("을", "를"), ("이", "가"), ("은", "는"), ("으로", "로"), ("과", "와")
OR, CALLED = ("이나", "나"), ("이라고", "라고")

# level, sentence ({} is the word, ___ the gap), right pair (after a consonant, after a vowel), two wrong particles, words.
# The fourth option is the right pair's other form.
BY_SOUND = (
    ("easy", "저는 {}___ 좋아합니다.", OBJECT, ("에서", "에게"), ("사과", "수박", "커피", "음악", "노래", "운동")),
    ("easy", "이 {}___ 매우 비쌉니다.", SUBJECT, OBJECT, ("가방", "모자", "책상", "의자", "시계", "수첩")),
    ("easy", "{}___ 대학생입니다.", TOPIC, OBJECT, NAMES),
    ("medium", "어제 {}___ 함께 영화를 보았습니다.", AND, OBJECT, ("동생", "친구", "언니", "형", "누나", "사촌")),
    ("medium", "심심하면 {}___ 보세요.", OR, AND, ("영화", "책", "만화", "신문", "연극", "드라마")),
    ("medium", "제 이름은 {}___ 합니다.", CALLED, AND, NAMES),
    ("hard", "우리는 내일 {}___ 떠납니다.", TOWARD, AND, ("서울", "부산", "강릉", "제주도", "단양", "여수", "밀양")),
    ("hard", "{}___ 글씨를 씁니다.", TOWARD, OBJECT, ("연필", "볼펜", "붓", "분필", "크레용", "만년필", "펜")),
)
# level, sentence, right, wrong
BY_SENSE = (
    ("easy", "책이 책상 위___ 있습니다.", "에", ("에서", "를", "으로")),
    ("easy", "고양이가 의자 밑___ 있습니다.", "에", ("에서", "을", "으로")),
    ("medium", "언니는 도서관___ 책을 읽습니다.", "에서", ("에", "에게", "을")),
    ("medium", "아이들이 공원___ 축구를 합니다.", "에서", ("에", "에게", "을")),
    ("medium", "저는 할머니___ 선물을 드렸습니다.", "께", ("께서", "에서", "를")),
    ("hard", "제가 교수님___ 드릴 말씀이 있습니다.", "께", ("께서", "에서", "을")),
    ("hard", "저희 할아버지___ 아침마다 일찍 일어나십니다.", "께서", ("께", "에게", "를")),
)


def by_sound(r, row):
    """(sentence, right, wrong)."""
    _, sentence, pair, others, words = row
    word = r.pick(words)
    closed = toward(word).endswith("으로") if pair is TOWARD else has_final(word)
    right, twin = pair if closed else pair[::-1]
    return sentence.format(word), right, [twin, *others]
