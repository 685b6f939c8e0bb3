package bookmark

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// yamlNodes are the keys of a header that this version does not know.
type yamlNodes map[string]yaml.Node

// text is what keeps them: lines of YAML in the order in which they stood, as
// one may refer to another before it (*a to &a). Where one refers to a key that
// is known, and is not kept so, all are written out. False where they can not be
// kept.
func (n yamlNodes) text() (string, bool) {
	if len(n) == 0 {
		return "", true
	}
	keys := slices.SortedFunc(maps.Keys(n), func(a, b string) int {
		x, y := n[a], n[b]
		return cmp.Or(x.Line-y.Line, x.Column-y.Column, strings.Compare(a, b))
	})
	whole := func(value func(v yaml.Node) *yaml.Node) (string, bool) {
		m := &yaml.Node{Kind: yaml.MappingNode}
		for _, k := range keys {
			m.Content = append(m.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: k}, value(n[k]))
		}
		text, err := yaml.Marshal(m)
		again := yamlNodes{}
		return string(text), err == nil && yaml.Unmarshal(text, &again) == nil && len(again) == len(n)
	}
	if text, ok := whole(func(v yaml.Node) *yaml.Node { return &v }); ok {
		return text, true
	}
	nodes := 10_000 // at the most: a few lines can stand for any number
	text, ok := whole(func(v yaml.Node) *yaml.Node { return writtenOut(&v, &nodes) })
	return text, ok && nodes > 0
}

// writtenOut is a node without references; left is how many nodes it may have.
func writtenOut(n *yaml.Node, left *int) *yaml.Node {
	if *left--; *left <= 0 {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null"}
	}
	if n.Kind == yaml.AliasNode {
		return writtenOut(n.Alias, left)
	}
	out := *n
	out.Anchor, out.Content = "", nil
	for _, c := range n.Content {
		out.Content = append(out.Content, writtenOut(c, left))
	}
	return &out
}
