// Reads files as JSON lines ({"path", "text"}) and answers, for each, the code of every class, interface, enum, type,
// and named function by qualified name, as the TypeScript compiler's own parser and scanner see it; what is nested in
// one of them and has a name of its own is left out of it. Members of object literals belong to what is around them. NODE_PATH leads to the package `typescript`.
'use strict'
const ts = require('typescript')
const readline = require('readline')

const kinds = ts.SyntaxKind
const nameOf = node => {
  const name = node.name
  if (!name) return ''
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) return name.text
  if (ts.isStringLiteral(name) || ts.isNumericLiteral(name)) return name.text
  return ''
}
const isNaming = node =>
  node && (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isClassExpression(node))

function named(node) {
  switch (node.kind) {
    case kinds.FunctionDeclaration:
    case kinds.ClassDeclaration:
    case kinds.InterfaceDeclaration:
    case kinds.EnumDeclaration:
    case kinds.TypeAliasDeclaration:
      return nameOf(node) || (node.modifiers && node.modifiers.some(m => m.kind === kinds.DefaultKeyword) ? 'default' : '')
    case kinds.MethodDeclaration:
    case kinds.GetAccessor:
    case kinds.SetAccessor:
      return ts.isClassLike(node.parent) ? nameOf(node) : ''
    case kinds.Constructor:
      return 'constructor'
    case kinds.VariableDeclaration:
      return isNaming(node.initializer) ? nameOf(node) : ''
    default:
      return ''
  }
}

function definitions(path, text) {
  const kind = /\.tsx$/.test(path) ? ts.ScriptKind.TSX : /\.jsx$/.test(path) ? ts.ScriptKind.JSX : /\.[cm]?js$/.test(path) ? ts.ScriptKind.JS : ts.ScriptKind.TS
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind)
  if (source.parseDiagnostics && source.parseDiagnostics.length) return null
  const found = {}
  let objects = 0
  const visit = (node, owner, words) => {
    const name = objects ? '' : named(node)
    if (name) {
      const qualified = owner ? `${owner}.${name}` : name
      const own = []
      walk(node, qualified, own)
      found[qualified] = (found[qualified] || '') + own.join(' ') + '\n'
      return
    }
    walk(node, owner, words)
  }
  const walk = (node, owner, words) => {
    if (ts.isJSDoc && node.kind >= kinds.FirstJSDocNode && node.kind <= kinds.LastJSDocNode) return
    const children = node.getChildren(source)
    if (children.length === 0) {
      const word = node.getText(source)
      if (word === '' || word === ';') return
      if ((word === ')' || word === '}' || word === ']' || word === '>') && words[words.length - 1] === ',') words.pop()
      words.push(word)
      return
    }
    const isObject = ts.isObjectLiteralExpression(node)
    if (isObject) objects++
    for (const child of children) visit(child, owner, words)
    if (isObject) objects--
  }
  visit(source, '', [])
  return found
}

readline.createInterface({ input: process.stdin }).on('line', line => {
  const { path, text } = JSON.parse(line)
  let answer = null
  try {
    answer = definitions(path, text)
  } catch (error) {
    process.stderr.write(`${path}: ${error.message}\n`)
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
})
