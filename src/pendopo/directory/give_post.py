"""Give a person a post: what the person may do, where, from a day on."""

from datetime import datetime

from pendopo.accounts.models import User
from pendopo.directory.events import PostGiven
from pendopo.directory.models import Mall, Post, Role
from pendopo.journal.events import append
from pendopo.kernel.clock import business_date
from pendopo.kernel.transactions import one_transaction


@one_transaction
def give_post(*, person: User, mall: Mall, role: str, at: datetime, actor: str) -> Post:
    """A post in the whole mall from today on; one the person has already is given back unchanged."""
    today = business_date(at, mall.time_zone)
    held = Post.objects.filter(user=person, mall=mall, role=role, agency__isnull=True, until_date__isnull=True).first()
    if held is not None and held.from_date <= today:
        return held
    post = Post.objects.create(user=person, mall=mall, role=Role(role), from_date=today)
    append(PostGiven(mall=mall.id, role=str(post.role)), mall=mall.id, subject=person.id, at=at, actor=actor)
    return post
