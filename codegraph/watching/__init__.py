"""Following the files: events are gathered into batches, and one process of all that run keeps the index up to date.

``sources`` hears of changes, ``pending`` decides when there are enough of them, ``sieve`` what they mean for the
index, ``watcher`` puts the three together without threads or a clock of its own, and ``follower`` gives it both.
"""
