"""Parts of the Ruby reader: documentation types, expressions."""
