package cli_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"broadsheet/internal/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"broadsheet": func() {
			os.Exit(cli.Run(context.Background(), os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv}))
		},
	})
}

// TestScripts runs the transcripts. Besides the usual commands they have:
//
//	shape FILE  the JSON object in FILE has the fields of the golden file that
//	            follows, with values of the same type
//	code N CMD  CMD exits with the code N
//	nuls FILE   writes binary data
//	escaped DIR writes a file of no use, with an escape in its name
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("CSI", "\u009b")
			e.Setenv("NL", "\n")
			for _, v := range []string{"CONFIG", "DATA", "STATE", "CACHE"} {
				e.Setenv("XDG_"+v+"_HOME", "")
			}
			return os.Mkdir(filepath.Join(e.WorkDir, "home"), 0o755)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"shape": shape, "code": code, "nuls": nuls, "escaped": escaped, "ids": ids,
		},
	})
}

// ids puts the first word of a file into a variable: ids FILE NAME.
func ids(ts *testscript.TestScript, _ bool, args []string) {
	words := strings.Fields(ts.ReadFile(args[0]))
	if len(words) == 0 {
		ts.Fatalf("%s is empty", args[0])
	}
	ts.Setenv(args[1], words[0])
}

// code runs a command and checks its exit code: code N CMD ARGS...
func code(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}

// shape checks that a JSON file has the fields of another, with values of the
// same type; more fields are fine. The one element of an array in the golden
// file stands for every element.
func shape(ts *testscript.TestScript, _ bool, args []string) {
	var got, want any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &got))
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[1])), &want))
	if where := differs(want, got, "$"); where != "" {
		ts.Fatalf("%s", where)
	}
}

func differs(want, got any, at string) string {
	if reflect.TypeOf(want) != reflect.TypeOf(got) {
		return at + " has another type than it should"
	}
	switch want := want.(type) {
	case map[string]any:
		for k, w := range want {
			g, ok := got.(map[string]any)[k]
			if !ok {
				return at + "." + k + " is missing"
			}
			if where := differs(w, g, at+"."+k); where != "" {
				return where
			}
		}
	case []any:
		if len(want) == 0 {
			return ""
		}
		for _, g := range got.([]any) {
			if where := differs(want[0], g, at+"[]"); where != "" {
				return where
			}
		}
	}
	return ""
}

func escaped(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(filepath.Join(ts.MkAbs(args[0]), "bad\x1b]0;x\a.md"), []byte("no bookmark"), 0o644))
}

func nuls(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), make([]byte, 1000), 0o644))
}
