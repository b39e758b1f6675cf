"""SCIP, the code-intelligence exchange format: compiler data in, our graph out."""
