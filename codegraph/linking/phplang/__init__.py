"""What PHP's rules need to know of a repository: every class and function by its full name, and autoloading."""
