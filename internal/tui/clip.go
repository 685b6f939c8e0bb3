package tui

import (
	"context"
	"io"
	"os/exec"
	"runtime"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/brief"
	"broadsheet/internal/inert"
	"broadsheet/internal/tui/readerpane"
)

// copy puts what is selected, or the passage in hand, on the clipboard; cited
// adds where it is from.
func (m *Model) copy(cited bool) tea.Cmd {
	pane := m.spread.Focused()
	i := pane.Hand()
	if i < 0 {
		return nil
	}
	b := pane.Brief()
	text := b.Passages[i].Text
	if _, selected, ok := pane.Selection(); ok {
		text = selected
	}
	if text == "" {
		return m.say("There are no words here to copy.", false)
	}
	if cited {
		text += "\n\n" + citation(b)
	}
	return tea.Batch(tea.SetClipboard(text), m.desk.copy(text, cited))
}

// citation says where words of a brief are from.
func citation(b *brief.Brief) string {
	parts := []string{"— " + inert.Line(b.Title)}
	for _, p := range []string{readerpane.Where(b.Meta), b.URL} {
		if p != "" {
			parts = append(parts, inert.Line(p))
		}
	}
	return strings.Join(parts, ", ")
}

// copied tells that words are on the clipboard.
type copied struct{ said string }

// copy hands words to the system's own clipboard program, where there is one.
// The terminal is asked too (OSC 52): it alone can do it from afar, but not
// every one does.
func (d *Desk) copy(text string, cited bool) tea.Cmd {
	return func() tea.Msg {
		const patience = 2 * time.Second
		said := "Copied."
		if cited {
			said = "Copied, with where it is from."
		}
		for _, words := range d.clipboards(runtime.GOOS) {
			ctx, stop := context.WithTimeout(context.Background(), patience)
			c := exec.CommandContext(ctx, words[0], words[1:]...)
			c.Stdin = strings.NewReader(text)
			c.Stdout, c.Stderr = io.Discard, io.Discard
			c.WaitDelay = patience / 4 // xclip stays behind, and keeps its ends of the pipes
			err := c.Run()
			stop()
			if err == nil || c.ProcessState != nil && c.ProcessState.Success() {
				break
			}
			d.Log.Warn("clipboard", "program", words[0], "err", err)
		}
		return copied{said}
	}
}

// clipboards are the programs to try, the best first, for an operating system
// as runtime.GOOS names it.
func (d *Desk) clipboards(system string) [][]string {
	var out [][]string
	try := func(when bool, words ...string) {
		if _, err := exec.LookPath(words[0]); when && err == nil {
			out = append(out, words)
		}
	}
	far := d.Getenv("SSH_CONNECTION") != "" // a clipboard here is not the reader's
	try(d.Getenv("TMUX") != "", "tmux", "load-buffer", "-w", "-")
	try(!far && system == "darwin", "pbcopy")
	try(!far && d.Getenv("WAYLAND_DISPLAY") != "", "wl-copy")
	try(!far && d.Getenv("DISPLAY") != "", "xclip", "-selection", "clipboard")
	try(!far && d.Getenv("DISPLAY") != "", "xsel", "--clipboard", "--input")
	return out
}
