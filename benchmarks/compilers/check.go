// Type-checks all Go packages below a folder whenever a line comes in, and answers with one JSON line: a list of
// [path, line, message]. Imports from outside the module are read from source once and kept.
package main

import (
	"bufio"
	"encoding/json"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

type problem [3]interface{}

type loader struct {
	root, module string
	set          *token.FileSet
	outside      types.ImporterFrom
	folders      map[string][]*ast.File
	done         map[string]*types.Package
	problems     []problem
}

func (l *loader) Import(path string) (*types.Package, error) { return l.ImportFrom(path, l.root, 0) }

func (l *loader) ImportFrom(path, dir string, mode types.ImportMode) (*types.Package, error) {
	if path == l.module || strings.HasPrefix(path, l.module+"/") {
		return l.check(strings.TrimPrefix(strings.TrimPrefix(path, l.module), "/"), ""), nil
	}
	return l.outside.ImportFrom(path, l.root, 0)
}

// check makes the package of a folder; tests: "" without, "in" with those inside the package, "out" those beside it.
func (l *loader) check(folder, tests string) *types.Package {
	key := folder + "|" + tests
	if known, ok := l.done[key]; ok {
		return known
	}
	var files []*ast.File
	for _, f := range l.folders[folder] {
		name := l.set.Position(f.Package).Filename
		isTest := strings.HasSuffix(name, "_test.go")
		beside := isTest && strings.HasSuffix(f.Name.Name, "_test")
		if (tests == "" && !isTest) || (tests == "in" && !beside) || (tests == "out" && beside) {
			files = append(files, f)
		}
	}
	config := types.Config{Importer: l, FakeImportC: true, Error: func(err error) {
		e, ok := err.(types.Error)
		if ok && !strings.Contains(e.Msg, "declared but not used") && !strings.Contains(e.Msg, "imported but not used") {
			at := l.set.Position(e.Pos)
			path, _ := filepath.Rel(l.root, at.Filename)
			l.problems = append(l.problems, problem{filepath.ToSlash(path), at.Line, e.Msg})
		}
	}}
	made, _ := config.Check(l.module+"/"+folder, l.set, files, nil)
	l.done[key] = made
	return made
}

func (l *loader) run() []problem {
	l.problems, l.done, l.folders = []problem{}, map[string]*types.Package{}, map[string][]*ast.File{}
	_ = filepath.Walk(l.root, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			if info != nil && info.IsDir() && (strings.HasPrefix(info.Name(), ".") || info.Name() == "testdata") && path != l.root {
				return filepath.SkipDir
			}
			return nil
		}
		folder, _ := filepath.Rel(l.root, filepath.Dir(path))
		if folder == "." {
			folder = ""
		}
		if match, err := build.Default.MatchFile(filepath.Dir(path), info.Name()); err != nil || !match || !strings.HasSuffix(path, ".go") {
			return nil
		}
		if tree, _ := parser.ParseFile(l.set, path, nil, 0); tree != nil {
			l.folders[filepath.ToSlash(folder)] = append(l.folders[filepath.ToSlash(folder)], tree)
		}
		return nil
	})
	var folders []string
	for folder := range l.folders {
		folders = append(folders, folder)
	}
	sort.Strings(folders)
	for _, folder := range folders {
		l.check(folder, "in")
		l.check(folder, "out")
	}
	return l.problems
}

func main() {
	root, module := os.Args[1], os.Args[2]
	build.Default.CgoEnabled = false
	build.Default.Dir = root
	set := token.NewFileSet()
	outside := importer.ForCompiler(set, "source", nil).(types.ImporterFrom)
	in := bufio.NewScanner(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		l := loader{root: root, module: module, set: set, outside: outside}
		_ = out.Encode(l.run())
	}
}
