// Package internal holds no code. Its test keeps the rules of the house: which
// package may import which, and that functions stay readable.
package internal

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// layers are the packages from the top down: a package imports only packages
// of lower layers, or, inside tui, the parts of tui itself.
var layers = [][]string{
	{"cmd/broadsheet", "internal/measure"},
	{"internal/cli"},
	{"internal/tui"},
	{"internal/tui/spread"},
	{"internal/tui/librarypane", "internal/tui/searchpane", "internal/tui/bookmarkpane"},
	{"internal/tui/readerpane", "internal/tui/chooser", "internal/tui/prompt", "internal/tui/notebox", "internal/config"},
	{"internal/tui/theme", "internal/tui/keymap", "internal/tui/screen"},
	{"internal/reading", "internal/searches"},
	{"internal/render", "internal/search", "internal/compare", "internal/bookmark"},
	{"internal/query", "internal/library"},
	{"internal/terms", "internal/brief"},
	{"internal/inert", "internal/disk", "briefs"},
	{"internal/inert/hostile"},
	{"internal/palette", "internal/corpus"},
}

// domain are the packages that know nothing of a terminal.
var domain = []string{
	"internal/brief", "internal/query", "internal/compare", "internal/bookmark", "internal/search", "internal/reading", "internal/searches",
	"internal/library", "internal/terms", "internal/inert", "internal/config", "internal/palette", "internal/disk", "internal/corpus", "briefs",
}

// terminal are the starts of import paths that belong to a terminal.
var terminal = []string{"charm.land/", "github.com/charmbracelet/", "github.com/muesli/termenv", "golang.org/x/term"}

// longest is the most lines a function outside the tests may have.
const longest = 80

func TestImportsRunOneWay(t *testing.T) {
	layer := map[string]int{}
	for i, names := range layers {
		for _, n := range names {
			layer[n] = i
		}
	}
	eachFile(t, func(dir, file string, f *ast.File, _ *token.FileSet) {
		at, known := layer[dir]
		if !known {
			t.Errorf("%s: package %s stands in no layer of house_test.go", file, dir)
			return
		}
		for _, imp := range f.Imports {
			path := strings.Trim(imp.Path.Value, `"`)
			if own, ok := strings.CutPrefix(path, "broadsheet/"); ok {
				if to, known := layer[own]; known && to <= at {
					t.Errorf("%s imports %s, which does not stand below it", file, own)
				}
				continue
			}
			if slices.Contains(domain, dir) && slices.ContainsFunc(terminal, func(p string) bool { return strings.HasPrefix(path, p) }) {
				t.Errorf("%s imports %s: package %s must know nothing of a terminal", file, path, dir)
			}
		}
	})
}

func TestFunctionsFitOnAScreen(t *testing.T) {
	eachFile(t, func(_, file string, f *ast.File, set *token.FileSet) {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := set.Position(fn.End()).Line - set.Position(fn.Pos()).Line + 1; n > longest {
				t.Errorf("%s: %s has %d lines, more than %d", file, fn.Name.Name, n, longest)
			}
		}
	})
}

func TestExportedNamesHaveComments(t *testing.T) {
	eachFile(t, func(_, file string, f *ast.File, _ *token.FileSet) {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
					t.Errorf("%s: %s has no comment", file, d.Name.Name)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if ts, ok := s.(*ast.TypeSpec); ok && ts.Name.IsExported() && d.Doc == nil && ts.Doc == nil {
						t.Errorf("%s: type %s has no comment", file, ts.Name.Name)
					}
				}
			}
		}
	})
}

// exportedReceiver tells that a function belongs to no type, or to one that
// can be seen from outside.
func exportedReceiver(fn *ast.FuncDecl) bool {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return true
	}
	typ := fn.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	id, ok := typ.(*ast.Ident)
	return !ok || id.IsExported()
}

// eachFile calls do for every source file of the program that is not a test;
// dir and file are relative to the module.
func eachFile(t *testing.T, do func(dir, file string, f *ast.File, set *token.FileSet)) {
	t.Helper()
	seen := 0
	for _, top := range []string{"cmd", "internal", "briefs"} {
		err := filepath.WalkDir(filepath.Join("..", top), func(path string, d fs.DirEntry, err error) error {
			if d != nil && d.IsDir() && d.Name() == "testdata" {
				return filepath.SkipDir
			}
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			set := token.NewFileSet()
			f, err := parser.ParseFile(set, path, nil, parser.ParseComments)
			if err != nil {
				return err
			}
			rel := filepath.ToSlash(strings.TrimPrefix(path, ".."+string(filepath.Separator)))
			seen++
			do(filepath.ToSlash(filepath.Dir(rel)), rel, f, set)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if seen == 0 {
		t.Fatal("no source file was found")
	}
}
