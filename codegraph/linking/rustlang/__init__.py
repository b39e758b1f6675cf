"""Rust's own rules: crates and modules, paths, types, traits, and what expressions are."""
