"""Answers read out of a database: one file for each kind of question, all of them read-only."""
