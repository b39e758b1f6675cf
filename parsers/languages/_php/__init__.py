"""Parts of the PHP reader: names, documentation types."""
