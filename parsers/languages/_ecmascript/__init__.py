"""What the JavaScript and TypeScript readers share: scopes, expressions, definitions, modules."""
