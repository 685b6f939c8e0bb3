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
	{"cmd/broadsheet", "internal/measure", "internal/compare/wordnet"},
	{"internal/cli"},
	{"internal/tui"},
	{"internal/tui/spread"},
	{"internal/tui/librarypane", "internal/tui/searchpane", "internal/tui/bookmarkpane", "internal/tui/pairing"},
	{"internal/tui/readerpane", "internal/tui/chooser", "internal/tui/prompt", "internal/tui/notebox", "internal/config"},
	{"internal/tui/theme", "internal/tui/keymap", "internal/tui/screen"},
	{"internal/reading", "internal/searches"},
	{"internal/render", "internal/search", "internal/compare", "internal/bookmark"},
	{"internal/query", "internal/library"},
	{"internal/terms", "internal/brief"},
	{"internal/rescue"},
	{"internal/inert", "internal/disk", "briefs"},
	{"internal/inert/hostile", "internal/disk/disktest"},
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
					switch s := s.(type) {
					case *ast.TypeSpec:
						if s.Name.IsExported() && d.Doc == nil && s.Doc == nil {
							t.Errorf("%s: type %s has no comment", file, s.Name.Name)
						}
					case *ast.ValueSpec:
						if s.Names[0].IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
							t.Errorf("%s: %s has no comment", file, s.Names[0].Name)
						}
					}
				}
			}
		}
	})
}

// tables are large and only read, by address.
var tables = map[string]bool{"rules2": true, "rules3": true, "rules4": true}

// A package keeps nothing of its own that changes: what is declared with var at
// the top is written once, where it stands.
func TestNoPackageKeepsState(t *testing.T) {
	eachFile(t, func(_, file string, f *ast.File, set *token.FileSet) {
		top := map[any]bool{}
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, s := range g.Specs {
				top[s] = true
				embedded := g.Doc != nil && strings.Contains(g.Doc.List[len(g.Doc.List)-1].Text, "go:embed")
				if v := s.(*ast.ValueSpec); len(v.Values) == 0 && v.Names[0].Name != "_" && !embedded {
					t.Errorf("%s: %s begins empty, so something is to change it", set.Position(v.Pos()), v.Names[0].Name)
				}
			}
		}
		changed := func(e ast.Expr) {
			for {
				switch x := e.(type) {
				case *ast.IndexExpr:
					e = x.X
					continue
				case *ast.SelectorExpr:
					e = x.X
					continue
				case *ast.Ident:
					if x.Obj != nil && top[x.Obj.Decl] {
						t.Errorf("%s: %s is changed, and belongs to the package", set.Position(x.Pos()), x.Name)
					}
				}
				return
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				if n.Tok != token.DEFINE {
					for _, l := range n.Lhs {
						changed(l)
					}
				}
			case *ast.IncDecStmt:
				changed(n.X)
			case *ast.UnaryExpr:
				if _, whole := n.X.(*ast.Ident); n.Op == token.AND && whole && !tables[n.X.(*ast.Ident).Name] {
					changed(n.X)
				}
			}
			return true
		})
	})
}

// A test waits for a condition, never for a time: a sleep stands in a loop that
// looks again, and nowhere else but where something is done at a moment of
// chance.
func TestNoTestSleeps(t *testing.T) {
	eachGoFile(t, func(_, file string, f *ast.File, set *token.FileSet) {
		if !strings.HasSuffix(file, "_test.go") {
			return
		}
		var loops []*ast.ForStmt
		var sleeps []*ast.CallExpr
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ForStmt:
				loops = append(loops, n)
			case *ast.CallExpr:
				if s, ok := n.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "Sleep" {
					if id, ok := s.X.(*ast.Ident); ok && id.Name == "time" && !names(n.Args[0], "rand") {
						sleeps = append(sleeps, n)
					}
				}
			}
			return true
		})
		for _, s := range sleeps {
			if !slices.ContainsFunc(loops, func(l *ast.ForStmt) bool { return l.Pos() <= s.Pos() && s.End() <= l.End() }) {
				t.Errorf("%s: a test sleeps for a time instead of waiting for a condition", set.Position(s.Pos()))
			}
		}
	})
}

// names tells that a name stands in an expression.
func names(e ast.Expr, name string) (found bool) {
	ast.Inspect(e, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && id.Name == name
		return !found
	})
	return found
}

// Every package of the module is seen by these rules, whatever its build tags
// and wherever it lies.
func TestEveryPackageIsSeen(t *testing.T) {
	seen := map[string]bool{}
	eachFile(t, func(dir, _ string, _ *ast.File, _ *token.FileSet) { seen[dir] = true })
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && d.Name() != ".." || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if dir := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(path)), "../"); strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") && !seen[dir] {
			t.Errorf("%s: no rule looks at this package", path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, names := range layers {
		for _, n := range names {
			if !seen[n] {
				t.Errorf("layers name %s, which is not there", n)
			}
		}
	}
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
	eachGoFile(t, func(dir, file string, f *ast.File, set *token.FileSet) {
		if !strings.HasSuffix(file, "_test.go") {
			do(dir, file, f, set)
		}
	})
}

// eachGoFile is eachFile with the tests.
func eachGoFile(t *testing.T, do func(dir, file string, f *ast.File, set *token.FileSet)) {
	t.Helper()
	seen := 0
	for _, top := range []string{"cmd", "internal", "briefs"} {
		err := filepath.WalkDir(filepath.Join("..", top), func(path string, d fs.DirEntry, err error) error {
			if d != nil && d.IsDir() && d.Name() == "testdata" {
				return filepath.SkipDir
			}
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
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
