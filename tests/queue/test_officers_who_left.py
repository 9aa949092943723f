"""A counter is open while its officer may open it: whose post or account ends calls nobody from that moment on."""

from collections.abc import Callable

import pytest
from tests.situations.hall import a_counter, a_line, a_mall, a_person, a_post, an_agency, an_officer
from tests.situations.line import Desk, a_ticket, a_ticket_at, a_visitor_served_at, again, an_open_desk, refusal_of
from tests.situations.times import MONDAY, NINE, days, minutes, on

from pendopo.accounts.deactivate import deactivate, reactivate
from pendopo.accounts.models import User
from pendopo.catalogue.models import Change, ChangeState
from pendopo.directory.doors import counter_for
from pendopo.directory.models import Counter, Post, Role
from pendopo.journal.events import history_of
from pendopo.kernel.errors import NotFound
from pendopo.queue.dismiss import dismiss, shut_out
from pendopo.queue.models import AT_COUNTER, DeskLease
from pendopo.queue.open_desk import open_desk
from pendopo.queue.sign_off import sign_off_who_left
from pendopo.queue.transfer import transfer

pytestmark = pytest.mark.django_db
SOON, LATER = NINE + minutes(1), NINE + minutes(2)


def the_post_of(desk: Desk):
    return Post.objects.filter(user=desk.officer)


def named_elsewhere(desk: Desk) -> None:
    the_post_of(desk).get().counters.set([a_counter(mall=desk.counter.mall)])


def named_nowhere(desk: Desk) -> None:
    the_post_of(desk).get().counters.clear()


def of_another_agency(desk: Desk) -> None:
    named_nowhere(desk)
    the_post_of(desk).update(agency=an_agency(mall=desk.counter.mall))


def of_another_mall(desk: Desk) -> None:
    named_nowhere(desk)
    elsewhere = a_counter()
    the_post_of(desk).update(mall=elsewhere.mall, agency=elsewhere.agency)


def of_the_whole_mall(desk: Desk) -> None:
    named_nowhere(desk)
    the_post_of(desk).update(agency=None)


def with_a_second_post(desk: Desk) -> None:
    the_post_of(desk).update(until_date=MONDAY - days(1))
    a_post(user=desk.officer, mall=desk.counter.mall, agency=desk.counter.agency, role=Role.SUPERVISOR)


# What may become of an officer who has a counter open, and whether the counter is still that officer's.
CHANGES: dict[str, tuple[Callable[[Desk], object], bool]] = {
    "nothing": (lambda desk: None, True),
    "account closed": (lambda desk: User.objects.filter(pk=desk.officer.pk).update(is_active=False), False),
    "post over": (lambda desk: the_post_of(desk).update(until_date=MONDAY - days(1)), False),
    "last day": (lambda desk: the_post_of(desk).update(until_date=MONDAY), True),
    "post begins tomorrow": (lambda desk: the_post_of(desk).update(from_date=MONDAY + days(1)), False),
    "post begins today": (lambda desk: the_post_of(desk).update(from_date=MONDAY), True),
    "no post": (lambda desk: the_post_of(desk).delete(), False),
    "greeter": (lambda desk: the_post_of(desk).update(role=Role.GREETER), False),
    "administrator": (lambda desk: the_post_of(desk).update(role=Role.ADMIN), False),
    "supervisor": (lambda desk: the_post_of(desk).update(role=Role.SUPERVISOR), True),
    "manager": (lambda desk: the_post_of(desk).update(role=Role.MANAGER), True),
    "another counter": (named_elsewhere, False),
    "any counter of the agency": (named_nowhere, True),
    "another agency": (of_another_agency, False),
    "another mall": (of_another_mall, False),
    "the whole mall": (of_the_whole_mall, True),
    "one of two posts over": (with_a_second_post, True),
    "counter out of service": (lambda desk: Counter.objects.filter(pk=desk.counter.pk).update(active=False), False),
}


def opens(desk: Desk) -> bool:
    try:
        return counter_for(User.objects.get(pk=desk.officer.pk), desk.counter.code, NINE) == desk.counter
    except NotFound:
        return False


@pytest.mark.parametrize("change", CHANGES)
def test_a_desk_calls_and_presses_as_long_as_the_door_to_its_counter_is_open(change):
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    ticket = a_ticket(line)
    happens, stays = CHANGES[change]

    happens(desk)

    assert opens(desk) is stays
    if stays:
        assert desk.lease(SOON).officer == desk.officer
        assert desk.call(SOON).ticket == ticket.id
    else:
        assert refusal_of(lambda: desk.lease(SOON)) == "queue.lease_lost"
        assert refusal_of(lambda: desk.call(SOON)) == "queue.lease_lost"
        assert again(ticket).state == "waiting"


@pytest.mark.parametrize("change", CHANGES)
def test_whoever_may_not_be_at_the_counter_any_more_is_signed_off_and_nobody_else(change):
    desk = an_open_desk()
    colleague = an_open_desk(a_counter(mall=desk.counter.mall))
    happens, stays = CHANGES[change]
    happens(desk)

    signed_off = sign_off_who_left(mall=desk.counter.mall, at=SOON, actor="system")

    assert signed_off == (0 if stays else 1)
    assert DeskLease.objects.exclude(state="closed").filter(counter=desk.counter).exists() is stays
    assert colleague.lease(SOON).state == "open"


def test_who_is_dismissed_leaves_the_counter_in_the_same_moment_and_it_is_said_who_did_it():
    desk = an_open_desk()

    dismiss(person=desk.officer, mall=desk.counter.mall, at=SOON, actor="officer:rina")

    lease = DeskLease.objects.get()
    closed = history_of(lease.id)[-1]
    assert (closed.type, closed.facts["reason"], closed.actor) == ("queue.desk.closed", "post_ended", "officer:rina")
    ended = history_of(desk.officer.id)[-1]
    assert (ended.type, ended.facts, ended.mall) == (
        "directory.post.ended", {"mall": str(lease.mall_id), "role": "officer"}, lease.mall_id,
    )  # fmt: skip
    assert not opens(desk)


def test_the_last_day_of_who_is_dismissed_was_yesterday_and_a_post_of_today_never_was():
    counter = a_counter()
    budi = an_officer(counter)
    for begins in (MONDAY, MONDAY + days(7)):
        a_post(user=budi, mall=counter.mall, role=Role.GREETER, from_date=begins)
    over = a_post(user=budi, mall=counter.mall, from_date=MONDAY - days(90), until_date=MONDAY - days(60))
    elsewhere = a_post(user=budi, mall=a_counter().mall)

    dismiss(person=budi, mall=counter.mall, at=NINE, actor="officer:rina")

    left = dict(Post.objects.filter(user=budi, mall=counter.mall).values_list("pk", "until_date"))
    assert sorted(left.values()) == [MONDAY - days(60), MONDAY - days(1)]
    assert left[over.pk] == MONDAY - days(60)
    elsewhere.refresh_from_db()
    assert elsewhere.until_date is None


def test_a_days_end_is_the_malls_own():
    counter = a_counter(mall=a_line().mall)
    type(counter.mall).objects.filter(pk=counter.mall_id).update(time_zone="Asia/Jayapura")
    budi = an_officer(counter)

    late = on(MONDAY, "23:30")  # Tuesday in Jayapura.
    dismiss(person=budi, mall=type(counter.mall).objects.get(pk=counter.mall_id), at=late, actor="officer:rina")

    assert Post.objects.get(user=budi).until_date == MONDAY


def test_who_is_dismissed_in_one_mall_keeps_the_counter_of_another():
    counter = a_counter()
    budi = an_officer(counter)
    elsewhere = a_counter()
    a_post(user=budi, mall=elsewhere.mall)
    desk = an_open_desk(elsewhere, officer=budi)

    dismiss(person=budi, mall=counter.mall, at=SOON, actor="officer:rina")

    assert desk.lease(SOON).counter == elsewhere


def test_whose_account_is_closed_leaves_every_counter_and_every_link():
    from pendopo.accounts.accept_invitation import InvitationRefused, accept_invitation
    from pendopo.accounts.invite import invite

    desk = an_open_desk()
    token = invite(person=desk.officer, at=NINE, actor="officer:rina").token

    shut_out(person=desk.officer, at=SOON, actor="officer:rina")

    assert DeskLease.objects.get().state == "closed"
    assert not opens(desk)
    reactivate(person=desk.officer, at=LATER, actor="officer:rina")
    assert opens(desk)
    with pytest.raises(InvitationRefused):
        accept_invitation(token=token, password="kopi pagi di loket tiga", at=LATER)
    said = [event.type for event in history_of(desk.officer.id)]
    assert said[-2:] == ["accounts.person.deactivated", "accounts.person.reactivated"]


def a_planned_change(mall, *, by: User, kind: str = "petugas") -> Change:
    return Change.objects.create(
        mall=mall, kind=kind, target=str(by.pk), steps=[], state=ChangeState.PLANNED, changed_at=NINE, written_at=NINE,
        written_by=f"officer:{by.pk}", effective_date=MONDAY + days(1), due_at=NINE + days(1),
    )  # fmt: skip


@pytest.mark.parametrize("leaves", [dismiss, shut_out])
def test_who_is_sent_away_gives_no_posts_on_a_day_to_come(leaves):
    mall, elsewhere, rina, budi = a_mall(), a_mall(), a_person("Rina"), a_person("Budi")
    planned = a_planned_change(mall, by=rina)
    others = [a_planned_change(mall, by=budi), a_planned_change(mall, by=rina, kind="layanan")]
    there = a_planned_change(elsewhere, by=rina)

    leaves(person=rina, at=NINE, actor="officer:sari", **({"mall": mall} if leaves is dismiss else {}))

    states = dict(Change.objects.values_list("pk", "state"))
    assert states[planned.pk] == "cancelled"
    assert history_of(planned.pk)[-1].actor == "officer:sari"
    assert {states[one.pk] for one in others} == {"planned"}
    assert states[there.pk] == ("planned" if leaves is dismiss else "cancelled")


def test_closing_an_account_twice_says_it_once():
    budi = a_person("Budi")

    for _twice in range(2):
        deactivate(person=budi, at=NINE, actor="system")

    assert [event.type for event in history_of(budi.id)] == ["accounts.person.deactivated"]


@pytest.mark.parametrize("at_the_counter", [a_ticket_at, a_visitor_served_at])
def test_the_visitor_of_who_left_goes_back_to_the_old_place_and_is_called_next(at_the_counter):
    line = a_line()
    desk, other = an_open_desk(a_counter(line=line)), an_open_desk(a_counter(line=line))
    ticket = at_the_counter(desk)
    a_ticket(line, at=SOON)

    dismiss(person=desk.officer, mall=line.mall, at=SOON, actor="officer:rina")

    back = again(ticket)
    assert (back.state, back.rank_at, back.counter, back.started_at) == ("waiting", ticket.rank_at, None, None)
    assert other.call(LATER).ticket == ticket.id


def test_numbers_reserved_for_who_left_are_everyones():
    line = a_line()
    desk, other = an_open_desk(a_counter(line=line)), an_open_desk(a_counter(line=line))
    for reserved_for in (desk.counter.id, desk.officer.id):
        ticket = a_visitor_served_at(other)
        transfer(desk=other.lease(NINE), ticket=ticket, reserved_for=reserved_for, at=NINE)

    shut_out(person=desk.officer, at=SOON, actor="system")

    assert {other.call(LATER).ticket} <= {ticket.id for ticket in line.tickets.all()}
    assert not line.tickets.filter(reserved_for__isnull=False).exists()


def test_who_left_with_others_waiting_closes_without_a_question():
    line = a_line()
    desk = an_open_desk(a_counter(line=line))
    waiting = a_ticket(line)

    dismiss(person=desk.officer, mall=line.mall, at=SOON, actor="officer:rina")
    new = an_open_desk(desk.counter, officer=an_officer(desk.counter, name="Ani"), at=SOON)

    assert new.call(LATER).ticket == waiting.id
    assert not line.tickets.filter(state__in=AT_COUNTER).exclude(counter=desk.counter).exists()


@pytest.mark.parametrize("change", [change for change, (_happens, stays) in CHANGES.items() if not stays])
def test_nobody_opens_a_counter_with_a_right_that_ended_while_the_door_stood_open(change):
    counter = a_counter()
    desk = Desk(counter, an_officer(counter), opened=None)
    happens, _stays = CHANGES[change]
    happens(desk)

    with pytest.raises(NotFound):
        open_desk(counter=counter, officer=desk.officer, at=NINE)

    assert not DeskLease.objects.exists()
