package message

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sources parses the client's own code, without tests.
func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	err := filepath.WalkDir("../..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		files[path] = file
		return err
	})
	if err != nil || len(files) < 50 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	return files
}

// constants are the codes of local.go by their Go names.
func constants(t *testing.T) map[string]Code {
	t.Helper()
	codes := map[string]Code{}
	ast.Inspect(sources(t)["../../internal/message/local.go"], func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		if kind, isName := spec.Type.(*ast.Ident); isName && kind.Name == "Code" {
			text, _ := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			codes[spec.Names[0].Name] = Code(text)
		}
		return true
	})
	return codes
}

func TestEveryCodeHasItsEntry(t *testing.T) {
	entries := map[Code]bool{}
	for _, entry := range Catalogue() {
		entries[entry.Code] = true
	}
	codes := constants(t)
	if len(codes) != len(entries) {
		t.Errorf("%d codes, %d entries", len(codes), len(entries))
	}
	for name, code := range codes {
		if !entries[code] {
			t.Errorf("%s has no entry", name)
		}
	}
}

// calls finds every message.New of the client: the code's Go name and the names of the values.
func calls(file *ast.File) map[*ast.CallExpr][]string {
	found := map[*ast.CallExpr][]string{}
	ast.Inspect(file, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok || (!isName(call.Fun, "message", "New") && !isName(call.Fun, "", "New")) || len(call.Args) < 2 {
			return true
		}
		var names []string
		for i := 2; i < len(call.Args); i += 2 {
			if literal, isText := call.Args[i].(*ast.BasicLit); isText {
				name, _ := strconv.Unquote(literal.Value)
				names = append(names, name)
			}
		}
		slices.Sort(names)
		found[call] = names
		return true
	})
	return found
}

func isName(expression ast.Expr, pkg, name string) bool {
	if selector, ok := expression.(*ast.SelectorExpr); ok {
		base, isIdent := selector.X.(*ast.Ident)
		return isIdent && base.Name == pkg && selector.Sel.Name == name
	}
	ident, ok := expression.(*ast.Ident)
	return ok && pkg == "" && ident.Name == name
}

func TestEveryCallGivesItsMessageTheValuesItNamesAndNoOther(t *testing.T) {
	codes, used := constants(t), map[string]bool{}
	byCode := map[Code]Entry{}
	for _, entry := range Catalogue() {
		byCode[entry.Code] = entry
	}
	for path, file := range sources(t) {
		for name := range references(file) {
			used[name] = true
		}
		for call, names := range calls(file) {
			name := codeName(call.Args[0])
			code, known := codes[name]
			if !known {
				continue // another New
			}
			if want := placeholders(byCode[code]); !slices.Equal(names, want) {
				t.Errorf("%s: %s gets %v and wants %v", path, name, names, want)
			}
		}
	}
	for name := range codes {
		if !used[name] {
			t.Errorf("nothing tells %s", name)
		}
	}
}

// references are the names that a file takes from this package.
func references(file *ast.File) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(file, func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok && isName(selector, "message", selector.Sel.Name) {
			names[selector.Sel.Name] = true
		}
		return true
	})
	return names
}

func codeName(expression ast.Expr) string {
	switch code := expression.(type) {
	case *ast.SelectorExpr:
		return code.Sel.Name
	case *ast.Ident:
		return code.Name
	}
	return ""
}

// A message made by hand would have no code, no exit status and no golden file.
func TestMessagesComeFromTheCatalogueOnly(t *testing.T) {
	for path, file := range sources(t) {
		if strings.HasPrefix(path, "../../internal/message/") || strings.HasSuffix(path, "internal/agentproto/agentproto.go") {
			continue // agentproto carries one that was made by the catalogue
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if literal, ok := node.(*ast.CompositeLit); ok && isName(literal.Type, "message", "Error") {
				t.Errorf("%s makes a message by hand", path)
			}
			return true
		})
	}
}
