"""References resolved to definitions: name lookup and receiver evaluation over all files' facts.

The one entry point is :func:`codegraph.linking.linker.link_files`.
"""
