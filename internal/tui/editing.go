package tui

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// edited tells that the editor has closed.
type edited struct {
	path string
	err  error
}

// edit opens the user's editor at a line of a file of the library.
func (d *Desk) edit(path string, line int) tea.Cmd {
	file, ok := d.Library.Disk(path)
	if !ok {
		return func() tea.Msg {
			return edited{path, errors.New("a sample is part of the program and cannot be edited")}
		}
	}
	words := strings.Fields(firstOf(d.Editor, d.Getenv("VISUAL"), d.Getenv("EDITOR"), "vi"))
	c := exec.Command(words[0], append(words[1:], atLine(words[0], file, line)...)...)
	c.Dir = filepath.Dir(file)
	c.Env = os.Environ()
	run := tea.Exec(errand{Cmd: c}, func(err error) tea.Msg {
		if err != nil {
			err = fmt.Errorf("editor %s: %w; set $EDITOR to the one you use", words[0], err)
		}
		return edited{path, err}
	})
	return func() tea.Msg {
		if _, err := os.Stat(file); err != nil { // an editor would make a new file of that name
			return edited{path, fmt.Errorf("%s is not there any more; r looks again", path)}
		}
		return run()
	}
}

// atLine are the arguments with which an editor opens a file at a line, for the
// editors that have a way of saying so.
func atLine(editor, file string, line int) []string {
	switch filepath.Base(editor) {
	case "vi", "vim", "nvim", "view", "nano", "emacs", "emacsclient", "micro", "kak", "ne", "joe", "mg":
		return []string{fmt.Sprintf("+%d", line), file}
	case "hx", "helix", "subl", "zed":
		return []string{fmt.Sprintf("%s:%d", file, line)}
	case "code", "codium", "cursor":
		return []string{"--goto", fmt.Sprintf("%s:%d", file, line)}
	}
	return []string{file}
}

func (m *Model) edited(e edited) tea.Cmd {
	if e.err != nil {
		return m.say(e.err.Error(), true)
	}
	return m.reload()
}
