"""The sheet Petugas: people, who belong to no mall, and their posts in this one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password

from pendopo.accounts.models import User
from pendopo.catalogue.workbook.checking import Key
from pendopo.catalogue.workbook.sheets import Column, Values
from pendopo.catalogue.workbook.tables import Context, Stored, Table
from pendopo.directory.models import Mall, Post
from pendopo.kernel.clock import business_date

_ON_COUNTER = Post.counters.through


@dataclass(frozen=True)
class OfficerTable(Table):
    """Posts. A new address makes a person without a password, who is invited later."""

    def stored(self, mall: Mall) -> dict[Key, Stored]:
        counters: dict[UUID, list[str]] = {}
        links = _ON_COUNTER.objects.filter(post__mall=mall).order_by("pk").values_list("post_id", "counter__code")
        for post_id, code in links:
            counters.setdefault(post_id, []).append(code)
        rows = super().stored(mall)
        for row in rows.values():
            row.values["Loket"] = tuple(counters.get(row.pk, ()))
        return rows

    def in_use(self, row: Stored, today: date) -> bool:
        """A post that has ended is history."""
        return row.values["Sampai"] is None or row.values["Sampai"] >= today

    def fill(self, fields: dict[str, Any], column: Column, value: Any, context: Context) -> None:
        if column.heading == "Surel":
            fields["user_id"] = context.ids["Petugas"][value]
        elif column.heading != "Nama":
            super().fill(fields, column, value, context)

    def write(self, added: Sequence[tuple[UUID, Values]], changed: Sequence[tuple[UUID, Values]], context: Context) -> None:
        rows = [*added, *changed]
        if not rows:
            return
        self._write_people({values["Surel"]: values["Nama"] for _pk, values in rows}, context)
        super().write(added, changed, context)
        posts = [pk for pk, _values in changed]
        _ON_COUNTER.objects.filter(post__in=posts).delete()
        _ON_COUNTER.objects.bulk_create(
            [_ON_COUNTER(post_id=pk, counter_id=context.ids["Loket"][code]) for pk, values in rows for code in values["Loket"]]
        )

    def remove(self, gone: Iterable[Stored], context: Context) -> None:
        """A post that began ends with yesterday; one that has not begun never was."""
        yesterday = business_date(context.at, context.mall.time_zone) - timedelta(days=1)
        posts = Post.objects.filter(pk__in=[row.pk for row in gone])
        posts.filter(from_date__gt=yesterday).delete()
        posts.exclude(until_date__lte=yesterday).update(until_date=yesterday)

    def _write_people(self, names: Mapping[str, str], context: Context) -> None:
        people = {user.email: user for user in User.objects.filter(email__in=list(names))}
        new = [
            User(email=email, name=name, password=make_password(None)) for email, name in names.items() if email not in people
        ]
        User.objects.bulk_create(new)
        context.new_people += [user.pk for user in new]
        renamed = [user for user in people.values() if user.name != names[user.email]]
        for user in renamed:
            user.name = names[user.email]
        User.objects.bulk_update(renamed, ["name"], batch_size=200)
        context.ids["Petugas"] = {user.email: user.pk for user in (*people.values(), *new)}


def names_not_ours(mall: Mall | None, emails: Iterable[str], may_give: Collection[str], at: datetime) -> Mapping[str, str]:
    """Names of people who have posts in other malls too, or here in a role that is not the importer's to give.

    A post that is over protects nobody's name.
    """
    posts = Post.objects.filter(user__email__in=list(emails)).select_related("user", "mall")
    if mall is not None:
        posts = posts.exclude(mall=mall, role__in=list(may_give))
    return {post.user.email: post.user.name for post in posts if not post.is_over(business_date(at, post.mall.time_zone))}
