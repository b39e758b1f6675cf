"""The server for agents: one thin handler a tool over :class:`codegraph.engine.Engine`, answers as text."""
