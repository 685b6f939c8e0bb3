package config

import (
	"fmt"
	"slices"

	"github.com/pelletier/go-toml/v2/unstable"
)

// rows finds the line of every key and table of a document that can be read.
func rows(src []byte) map[string]int {
	found := map[string]int{}
	var p unstable.Parser
	p.Reset(src)
	var table []string
	for p.NextExpression() {
		switch e := p.Expression(); e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = note(&p, found, nil, e)
		case unstable.KeyValue:
			pairs(&p, found, table, e)
		}
	}
	return found
}

// pairs notes a key and those of the inline table that it may have.
func pairs(p *unstable.Parser, found map[string]int, under []string, e *unstable.Node) {
	key := note(p, found, under, e)
	if v := e.Value(); v.Kind == unstable.InlineTable {
		for it := v.Children(); it.Next(); {
			pairs(p, found, key, it.Node())
		}
	}
}

// note keeps the line of each part of a key, where it is met for the first
// time, and gives the whole key.
func note(p *unstable.Parser, found map[string]int, under []string, e *unstable.Node) []string {
	key := slices.Clone(under)
	for it := e.Key(); it.Next(); {
		key = append(key, string(it.Node().Data))
		if _, seen := found[joined(key)]; !seen {
			found[joined(key)] = p.Shape(it.Node().Raw).Start.Line
		}
	}
	return key
}

// joined is a key in one string, another for every key.
func joined(key []string) string { return fmt.Sprintf("%q", key) }
