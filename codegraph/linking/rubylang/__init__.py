"""What Ruby's rules need to know of a repository: classes opened in many files, and the core library's containers."""
