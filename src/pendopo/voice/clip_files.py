"""Where recordings lie."""

from pendopo.kernel.content_files import ContentFiles

recordings = ContentFiles("voice", suffix=".wav")
