"""What a diff touches, what it breaks, and which tests reach it."""
