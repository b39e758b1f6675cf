"""What Go's rules need to know of a repository: builds, modules and packages."""
