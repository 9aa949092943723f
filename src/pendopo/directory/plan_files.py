"""Where pictures of floor plans lie."""

from pendopo.kernel.content_files import ContentFiles

pictures = ContentFiles("plans")
