package tui

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/bookmark"
	"broadsheet/internal/tui/chooser"
	"broadsheet/internal/tui/prompt"
)

// An exporting is a choice of bookmarks to be written in a format.
type exporting struct {
	format string
	items  []bookmark.Item
}

// exportMarks asks for the format of an export of what is listed.
func (m *Model) exportMarks() tea.Cmd {
	if len(m.marks.Listed()) == 0 {
		return m.say("There is no bookmark listed to export.", false)
	}
	var items chooser.List
	for _, f := range bookmark.Formats() {
		items = append(items, chooser.Item{Name: f.Name, Detail: f.For, Value: f.Name})
	}
	return m.box(forFormat, fmt.Sprintf("Export %d %s as", len(m.marks.Listed()), plural(len(m.marks.Listed()), "bookmark")), items, 0)
}

// askFile asks which file an export goes to.
func (m *Model) askFile(format string) tea.Cmd {
	f, err := bookmark.FormatNamed(format)
	if err != nil {
		return m.say(err.Error(), true)
	}
	x := exporting{f.Name, slices.Clone(m.marks.Listed())}
	p, cmd := prompt.New(m.theme, "Export to a new file", fmt.Sprintf("%d %s as %s", len(x.items), plural(len(x.items), "bookmark"), f.Name),
		[]prompt.Field{{Label: "file", Hint: "a path", Text: "bookmarks." + f.Ending}}, x)
	m.overlay = p
	return cmd
}

// export writes bookmarks to a file that is not there yet.
func (d *Desk) export(x exporting, file string) tea.Cmd {
	return func() tea.Msg {
		if rest, ok := strings.CutPrefix(file, "~/"); ok {
			file = filepath.Join(d.Getenv("HOME"), rest)
		}
		var out bytes.Buffer
		bookmark.Count(d.Library, x.items)
		if err := bookmark.Export(&out, x.format, x.items); err != nil {
			return stored{err: err}
		}
		f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			return stored{err: fmt.Errorf("not exported: %s is there already; name another file", file)}
		}
		if err != nil {
			return stored{err: fmt.Errorf("not exported: %w", err)}
		}
		_, err = f.Write(out.Bytes())
		if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
			os.Remove(file)
			return stored{err: fmt.Errorf("not exported: %w", err)}
		}
		return stored{said: fmt.Sprintf("%d %s written to %s.", len(x.items), plural(len(x.items), "bookmark"), file)}
	}
}
