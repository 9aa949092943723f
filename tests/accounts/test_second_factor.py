"""The code from the phone: set up once it is proven, asked once each half minute, and replaced by paper when the phone is lost."""

import base64
from datetime import timedelta

import pytest

from pendopo.accounts.models import RecoveryCode, SecondFactor
from pendopo.accounts.second_factor import (
    RECOVERY_CODES,
    NothingToConfirm,
    WrongCode,
    check_second_factor,
    code_at,
    confirm_second_factor,
    has_second_factor,
    offer_second_factor,
    recovery_codes_left,
    remove_second_factor,
)
from pendopo.accounts.throttle import FREE_TRIES, TooManyTries
from pendopo.journal.models import Event
from tests.situations.hall import a_person
from tests.situations.times import NINE, minutes

pytestmark = pytest.mark.django_db
HALF_A_MINUTE = timedelta(seconds=30)


def a_phone(person) -> bytes:
    """The secret as the phone reads it from the letters."""
    return base64.b32decode(offer_second_factor(person=person).letters.replace(" ", ""))


def with_a_code(person) -> tuple[bytes, tuple[str, ...]]:
    phone = a_phone(person)
    return phone, confirm_second_factor(person=person, code=code_at(phone, NINE), at=NINE)


def test_it_is_the_standards_code():
    """RFC 6238, appendix B, the last six digits."""
    assert code_at(b"12345678901234567890", NINE.fromtimestamp(59, NINE.tzinfo)) == "287082"


def test_nothing_is_asked_before_the_phone_has_proven_itself():
    budi = a_person()
    phone = a_phone(budi)
    assert not has_second_factor(budi)

    with pytest.raises(WrongCode):
        confirm_second_factor(person=budi, code="000000", at=NINE)
    assert not has_second_factor(budi)

    papers = confirm_second_factor(person=budi, code=code_at(phone, NINE), at=NINE)
    assert has_second_factor(budi)
    assert len(set(papers)) == RECOVERY_CODES == recovery_codes_left(budi)


def test_who_set_nothing_up_has_nothing_to_confirm():
    with pytest.raises(NothingToConfirm):
        confirm_second_factor(person=a_person(), code="123456", at=NINE)


def test_a_code_counts_once_also_the_one_that_set_it_up():
    budi = a_person()
    phone, _papers = with_a_code(budi)
    with pytest.raises(WrongCode):
        check_second_factor(person=budi, code=code_at(phone, NINE), at=NINE)

    later = NINE + minutes(2)
    check_second_factor(person=budi, code=f" {code_at(phone, later)[:3]} {code_at(phone, later)[3:]}", at=later)
    with pytest.raises(WrongCode):
        check_second_factor(person=budi, code=code_at(phone, later), at=later)


@pytest.mark.parametrize(("off", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phones_clock_may_be_half_a_minute_off(off, fits):
    budi = a_person()
    phone, _papers = with_a_code(budi)
    at = NINE + minutes(5)
    code = code_at(phone, at + off * HALF_A_MINUTE)
    if fits:
        check_second_factor(person=budi, code=code, at=at)
    else:
        with pytest.raises(WrongCode):
            check_second_factor(person=budi, code=code, at=at)


def test_paper_stands_in_once_for_its_owner_only():
    budi, ani = a_person("Budi"), a_person("Ani")
    _phone, papers = with_a_code(budi)
    with_a_code(ani)

    check_second_factor(person=budi, code=f"{papers[0][:5]}-{papers[0][5:]}".lower(), at=NINE)

    assert recovery_codes_left(budi) == RECOVERY_CODES - 1
    for person, paper in ((budi, papers[0]), (ani, papers[1])):
        with pytest.raises(WrongCode):
            check_second_factor(person=person, code=paper, at=NINE)


def test_who_guesses_codes_waits():
    budi = a_person()
    phone, _papers = with_a_code(budi)
    at = NINE + minutes(5)
    for _try in range(FREE_TRIES):
        with pytest.raises(WrongCode):
            check_second_factor(person=budi, code="000000", at=at)
    with pytest.raises(TooManyTries):
        check_second_factor(person=budi, code=code_at(phone, at), at=at)


def test_taken_away_nothing_is_left_and_it_is_recorded_without_a_name():
    budi = a_person()
    with_a_code(budi)

    assert remove_second_factor(person=budi, at=NINE, actor="system")
    assert not remove_second_factor(person=budi, at=NINE, actor="system")

    assert not SecondFactor.objects.exists()
    assert not RecoveryCode.objects.exists()
    kinds = list(Event.objects.filter(subject=budi.id).order_by("at", "id").values_list("type", flat=True))
    assert kinds == ["accounts.second_factor.set", "accounts.second_factor.removed"]


def test_neither_secret_nor_paper_lies_open_in_the_table():
    budi = a_person()
    phone, papers = with_a_code(budi)

    sealed = SecondFactor.objects.get().sealed_secret
    assert base64.b32encode(phone).decode() not in sealed
    assert phone not in base64.b64decode(sealed.partition(".")[2])
    assert not set(RecoveryCode.objects.values_list("code_hash", flat=True)) & set(papers)


def test_digits_of_another_script_are_no_code_and_no_fault():
    budi = a_person()
    with_a_code(budi)

    with pytest.raises(WrongCode):
        check_second_factor(person=budi, code="\u0661\u0662\u0663\u0664\u0665\u0666", at=NINE + minutes(1))


def test_a_copy_of_the_tables_without_the_keys_proves_no_paper(settings, tmp_path):
    budi = a_person()
    _phone, papers = with_a_code(budi)
    check_second_factor(person=budi, code=papers[0], at=NINE + minutes(1))

    settings.KEYS_DIRECTORY = tmp_path / "other-keys"
    with pytest.raises(WrongCode):
        check_second_factor(person=budi, code=papers[1], at=NINE + minutes(2))
