package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A module is built into the program on some system.
type module struct {
	Path, Version, Dir string
}

// built are the modules that the program is built from, on every system that it
// is released for.
func built(t *testing.T) []module {
	t.Helper()
	found := map[string]module{}
	for _, system := range []string{"linux", "darwin", "windows"} {
		c := exec.Command("go", "list", "-deps", "-json=Module", "broadsheet/cmd/broadsheet")
		c.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		out, err := c.Output()
		if err != nil {
			t.Fatal(err)
		}
		for d := json.NewDecoder(bytes.NewReader(out)); ; {
			var p struct{ Module *module }
			if err := d.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			if p.Module != nil && p.Module.Path != "broadsheet" {
				found[p.Module.Path] = *p.Module
			}
		}
	}
	var out []module
	for _, path := range slices.Sorted(maps.Keys(found)) {
		out = append(out, found[path])
	}
	return out
}

// licence is the text of a module's licence, and of the notice that goes with
// it.
func licence(t *testing.T, m module) string {
	t.Helper()
	list, err := os.ReadDir(m.Dir)
	if err != nil {
		t.Fatalf("%s: %v; go mod download brings it", m.Path, err)
	}
	var texts []string
	for _, f := range list {
		if !f.IsDir() && regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice)([.-].*)?$`).MatchString(f.Name()) {
			b, err := os.ReadFile(filepath.Join(m.Dir, f.Name()))
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, strings.TrimSpace(strings.ReplaceAll(string(b), "\r\n", "\n")))
		}
	}
	if len(texts) == 0 {
		t.Fatalf("%s %s has no licence", m.Path, m.Version)
	}
	return strings.Join(texts, "\n\n")
}

// kind names a licence.
func kind(text string) string {
	for _, k := range []struct{ name, words string }{
		{"Apache-2.0", "Apache License"},
		{"MPL-2.0", "Mozilla Public License"},
		{"BSD-3-Clause", "Neither the name"},
		{"BSD-2-Clause", "Redistribution and use in source and binary forms"},
		{"ISC", "Permission to use, copy, modify, and/or distribute"},
		{"MIT", "Permission is hereby granted, free of charge"},
	} {
		if strings.Contains(strings.Join(strings.Fields(text), " "), k.words) {
			return k.name
		}
	}
	return ""
}

// TestLicences checks that licences.txt tells of all that is built into the
// program; with -update it writes the file.
func TestLicences(t *testing.T) {
	var table, texts strings.Builder
	said := map[string][]string{}
	var order []string
	for _, m := range built(t) {
		text := licence(t, m)
		k := kind(text)
		if k == "" {
			t.Errorf("%s has a licence of a kind that is not known", m.Path)
		}
		fmt.Fprintf(&table, "%-52s %-40s %s\n", m.Path, m.Version, k)
		if said[text] == nil {
			order = append(order, text)
		}
		said[text] = append(said[text], m.Path)
	}
	wordnet, err := os.ReadFile("../compare/wordnet-licence.txt")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&table, "%-52s %-40s %s\n", "WordNet (part of it)", "3.0", "WordNet")
	order = append(order, strings.TrimSpace(string(wordnet)))
	said[order[len(order)-1]] = []string{"WordNet"}
	for _, text := range order {
		fmt.Fprintf(&texts, "\n%s\n%s:\n\n%s\n", strings.Repeat("=", 72), strings.Join(said[text], ", "), text)
	}
	want := table.String() + texts.String()
	if *update {
		if err := os.WriteFile("licences.txt", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if licenceTexts != want {
		t.Error("licences.txt is out of date; go test ./internal/cli -run Licences -update writes it anew")
	}
}
