"""End a post: the person may do nothing more with it, from this moment on."""

from datetime import datetime, timedelta

from pendopo.directory.events import PostEnded
from pendopo.directory.models import Post
from pendopo.journal.events import append
from pendopo.kernel.clock import business_date
from pendopo.kernel.transactions import one_transaction


@one_transaction
def end_post(*, post: Post, at: datetime, actor: str) -> None:
    """Its last day was yesterday; a post that began today, or has not begun, is taken back whole. One that is over stays.

    Whoever has a counter open by this post is signed off by `queue.dismiss`.
    """
    yesterday = business_date(at, post.mall.time_zone) - timedelta(days=1)
    if post.until_date is not None and post.until_date <= yesterday:
        return
    mine = Post.objects.filter(pk=post.pk)
    if post.from_date > yesterday:
        mine.delete()
    else:
        mine.update(until_date=yesterday)
    append(PostEnded(mall=post.mall_id, role=str(post.role)), mall=post.mall_id, subject=post.user_id, at=at, actor=actor)
