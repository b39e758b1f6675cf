// Reads files as JSON lines ({"path", "text"}) and answers, for each, the code of every top-level function, method
// and type by name, as go/parser and go/scanner see it: {"Buffer.Write": "func ( b * Buffer ) …"}; null when it
// does not parse.
package main

import (
	"bufio"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"os"
	"strings"
)

type file struct{ Path, Text string }

func receiver(e ast.Expr) string {
	for {
		switch x := e.(type) {
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.IndexListExpr:
			e = x.X
		case *ast.Ident:
			return x.Name
		default:
			return "?"
		}
	}
}

func tokens(text string) string {
	var s scanner.Scanner
	set := token.NewFileSet()
	s.Init(set.AddFile("", set.Base(), len(text)), []byte(text), nil, 0)
	var words []string
	for {
		_, tok, lit := s.Scan()
		if tok == token.EOF {
			break
		}
		if tok == token.SEMICOLON {
			continue
		}
		if lit == "" {
			lit = tok.String()
		}
		if (tok == token.RPAREN || tok == token.RBRACE) && len(words) > 0 && words[len(words)-1] == "," {
			words = words[:len(words)-1]
		}
		words = append(words, lit)
	}
	return strings.Join(words, " ")
}

func definitions(in file) map[string]string {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, in.Path, in.Text, 0)
	if err != nil {
		return nil
	}
	found := map[string]string{}
	cut := func(n ast.Node) string {
		return tokens(in.Text[set.Position(n.Pos()).Offset:set.Position(n.End()).Offset])
	}
	for _, decl := range tree.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			name := d.Name.Name
			if d.Recv != nil && len(d.Recv.List) > 0 {
				name = receiver(d.Recv.List[0].Type) + "." + name
			}
			found[name] += cut(d) + "\n"
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if t, ok := spec.(*ast.TypeSpec); ok {
					found[t.Name.Name] += cut(t) + "\n"
				}
			}
		}
	}
	return found
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		var f file
		if json.Unmarshal(line, &f) != nil {
			return
		}
		_ = out.Encode(definitions(f))
	}
}
