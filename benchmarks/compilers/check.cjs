// Type-checks the TypeScript files below a folder whenever a line comes in, and answers with one JSON line: a list of
// [path, line, message]. NODE_PATH leads to the package `typescript`.
'use strict'
const ts = require('typescript')
const fs = require('fs')
const path = require('path')
const readline = require('readline')

const root = path.resolve(process.argv[2])
const names = []
const look = folder => {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name)
    if (entry.isDirectory() && !entry.name.startsWith('.') && !['node_modules', 'dist'].includes(entry.name)) look(full)
    else if (/(?<!\.d)\.ts$/.test(entry.name)) names.push(full)
  }
}
look(root)
const versions = {}
const stamp = name => {
  try {
    const { mtimeMs, size } = fs.statSync(name)
    return `${mtimeMs}-${size}`
  } catch {
    return ''
  }
}
const host = {
  getScriptFileNames: () => names,
  getScriptVersion: name => versions[name] || (versions[name] = stamp(name)),
  getScriptSnapshot: name => (fs.existsSync(name) ? ts.ScriptSnapshot.fromString(fs.readFileSync(name, 'utf8')) : undefined),
  getCurrentDirectory: () => root,
  getCompilationSettings: () => ({
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    lib: ['lib.esnext.d.ts', 'lib.dom.d.ts']
  }),
  getDefaultLibFileName: options => ts.getDefaultLibFilePath(options),
  fileExists: ts.sys.fileExists,
  readFile: ts.sys.readFile,
  readDirectory: ts.sys.readDirectory,
  directoryExists: ts.sys.directoryExists,
  getDirectories: ts.sys.getDirectories
}
const service = ts.createLanguageService(host)
readline.createInterface({ input: process.stdin }).on('line', () => {
  for (const name of names) versions[name] = stamp(name)
  const found = []
  for (const name of names) {
    for (const d of [...service.getSyntacticDiagnostics(name), ...service.getSemanticDiagnostics(name)]) {
      if (d.category !== ts.DiagnosticCategory.Error || d.start === undefined || !d.file) continue
      const line = d.file.getLineAndCharacterOfPosition(d.start).line + 1
      found.push([path.relative(root, name).split(path.sep).join('/'), line, ts.flattenDiagnosticMessageText(d.messageText, ' ')])
    }
  }
  process.stdout.write(JSON.stringify(found) + '\n')
})
