// Package keymap holds the keys as data: one table from which the reader's
// behaviour, its footer, its help, its palette and the README are all made.
package keymap

import (
	"fmt"
	"slices"
	"strings"
)

// A Context is a place in the program that has keys of its own.
type Context uint8

// The contexts. The keys of Everywhere hold in all of them where the context
// has no binding of its own.
const (
	Everywhere Context = iota
	Library
	Search
	Reader
	Bookmarks
	Selecting
	last = Selecting
)

// Contexts are all of them.
func Contexts() []Context {
	var out []Context
	for c := Everywhere; c <= last; c++ {
		out = append(out, c)
	}
	return out
}

// String is the context's name in help.
func (c Context) String() string {
	return [...]string{"Everywhere", "Library", "Search", "Reading", "Bookmarks", "Selecting"}[c]
}

// Name is the context's name in the configuration.
func (c Context) Name() string { return strings.ToLower(c.String()) }

// An Action is what a key does, by name.
type Action string

// The actions.
const (
	None         Action = ""
	Down         Action = "down"
	Up           Action = "up"
	HalfDown     Action = "half-page-down"
	HalfUp       Action = "half-page-up"
	PageDown     Action = "page-down"
	PageUp       Action = "page-up"
	Top          Action = "top"
	Bottom       Action = "bottom"
	NextPassage  Action = "next-passage"
	PrevPassage  Action = "previous-passage"
	NextSection  Action = "next-section"
	PrevSection  Action = "previous-section"
	Open         Action = "open"
	Back         Action = "back"
	Quit         Action = "quit"
	SearchAll    Action = "search-library"
	SearchHere   Action = "search-here"
	NextHit      Action = "next-hit"
	PrevHit      Action = "previous-hit"
	Contents     Action = "contents"
	Bookmark     Action = "bookmark"
	ListMarks    Action = "bookmarks"
	Copy         Action = "copy"
	SecondPane   Action = "second-pane"
	OtherPane    Action = "other-pane"
	SwapPanes    Action = "swap-panes"
	ClosePane    Action = "close-pane"
	Wider        Action = "wider"
	Narrower     Action = "narrower"
	Step         Action = "step"
	Counterparts Action = "counterparts"
	NextAlone    Action = "next-alone"
	PrevAlone    Action = "previous-alone"
	NextOdds     Action = "next-difference"
	PrevOdds     Action = "previous-difference"
	Abreast      Action = "to-the-panes"
	OpenByName   Action = "open-by-name"
	Palette      Action = "palette"
	Help         Action = "help"
	JumpBack     Action = "jump-back"
	JumpForward  Action = "jump-forward"
	Edit         Action = "edit"
	Reload       Action = "reload"
	OpenLink     Action = "open-link"
	Sort         Action = "sort"
	Delete       Action = "delete"
	Undo         Action = "undo"
	EditNote     Action = "edit-note"
	Filter       Action = "filter"
	Skipped      Action = "skipped"
	Select       Action = "select"
	NextWord     Action = "next-word"
	PrevWord     Action = "previous-word"
	NextSentence Action = "next-sentence"
	PrevSentence Action = "previous-sentence"
	OtherEnd     Action = "other-end"
	CopyBare     Action = "copy-bare"
	MarkRead     Action = "mark-read"
	Zen          Action = "zen"
	WiderText    Action = "wider-text"
	NarrowerText Action = "narrower-text"
	Narrow       Action = "narrow"
	Recent       Action = "recent-searches"
	SaveSearch   Action = "save-search"
	Why          Action = "why"
	Turn         Action = "newest-first"
	Forget       Action = "forget-search"
	Libraries    Action = "libraries"
	Suspend      Action = "suspend"
	Attach       Action = "attach"
	Export       Action = "export"
	DropMark     Action = "delete-bookmark"
)

// Rows is how far an action moves: by rows (or items of a list), of which page
// fit on the screen; all is more than there are. Up is negative. False where
// the action does not move so.
func (a Action) Rows(page, all int) (by int, moves bool) {
	half := max(1, page/2)
	by, moves = map[Action]int{
		Down: 1, Up: -1, HalfDown: half, HalfUp: -half, PageDown: page, PageUp: -page, Top: -all, Bottom: all,
	}[a]
	return by, moves
}

// A Binding joins keys to an action in some contexts.
type Binding struct {
	Action Action
	In     []Context
	Keys   []string // as Bubble Tea names them; a sequence has a space ("ctrl+w v")
	Short  string   // the word in the footer; "" leaves it out there
	Help   string   // what it does, a few words
}

// A Map answers which action a key means. Make one with New.
type Map struct {
	bindings []Binding
	byKey    map[Context]map[string]Action
	prefixes map[Context]map[string]bool
}

// New checks the bindings and makes a map of them. A key bound twice in one
// context is an error that names both actions.
func New(bindings []Binding) (*Map, error) {
	m := &Map{bindings: bindings, byKey: map[Context]map[string]Action{}, prefixes: map[Context]map[string]bool{}}
	for _, b := range bindings {
		for _, c := range b.In {
			if m.byKey[c] == nil {
				m.byKey[c], m.prefixes[c] = map[string]Action{}, map[string]bool{}
			}
			for _, k := range b.Keys {
				if other, taken := m.byKey[c][k]; taken {
					return nil, fmt.Errorf("key %q is bound twice in %q: to %s and to %s", k, c, other, b.Action)
				}
				m.byKey[c][k] = b.Action
				if first, _, sequence := strings.Cut(k, " "); sequence {
					m.prefixes[c][first] = true
				}
			}
		}
	}
	return m, nil
}

// Action gives what key does in context c after the keys of pending ("" for
// none). more tells that the key begins a sequence and that the next key
// decides.
func (m *Map) Action(c Context, pending, key string) (a Action, more bool) {
	if pending != "" {
		key = pending + " " + key
	}
	for _, context := range []Context{c, Everywhere} {
		if a, ok := m.byKey[context][key]; ok {
			return a, false
		}
		if m.prefixes[context][key] {
			return None, true
		}
	}
	return None, false
}

// In lists the bindings that hold in context c, those of Everywhere last, in
// the order of the table.
func (m *Map) In(c Context) []Binding {
	var out []Binding
	for _, context := range []Context{c, Everywhere} {
		for _, b := range m.bindings {
			if slices.Contains(b.In, context) && !slices.ContainsFunc(out, func(o Binding) bool { return o.Action == b.Action }) {
				out = append(out, b)
			}
		}
	}
	return out
}

// All lists every binding, in the order of the table.
func (m *Map) All() []Binding { return m.bindings }

// Markdown is the table of keys for the README.
func (m *Map) Markdown() string {
	var b strings.Builder
	b.WriteString("| keys | do | where | name |\n|---|---|---|---|\n")
	for _, x := range m.bindings {
		var in []string
		for _, c := range x.In {
			in = append(in, c.Name())
		}
		fmt.Fprintf(&b, "| %s | %s | %s | `%s` |\n", strings.ReplaceAll(Keys(x.Keys, "`"), "|`", "\\|`"), x.Help, strings.Join(in, ", "), x.Action)
	}
	return b.String()
}

// Keys writes keys for people: each between two quotes, with a space between.
func Keys(keys []string, quote string) string {
	var out []string
	for _, k := range keys {
		out = append(out, quote+Key(k)+quote)
	}
	return strings.Join(out, " ")
}

// Key writes one key for people: "ctrl+w v" is "ctrl-w v", "down" is "↓".
func Key(k string) string {
	var parts []string
	for _, p := range strings.Split(k, " ") {
		if name, ok := keyNames[p]; ok {
			p = name
		}
		parts = append(parts, Written(p))
	}
	return strings.Join(parts, " ")
}

var keyNames = map[string]string{
	"up": "↑", "down": "↓", "left": "←", "right": "→", "enter": "Enter", "esc": "Esc",
	"tab": "Tab", "space": "space", "pgup": "PgUp", "pgdown": "PgDn", "home": "Home", "end": "End", "f1": "F1",
}
