"""Text of one file in, :class:`FileFacts` out. Knows nothing of databases or of other files."""
