package tui

import (
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/inert"
	"broadsheet/internal/tui/chooser"
	"broadsheet/internal/tui/readerpane"
)

// openLinks lists where the words on screen lead, those of the passage in hand
// first: one sees an address before it is opened.
func (m *Model) openLinks() tea.Cmd {
	links := m.spread.Focused().Links()
	if len(links) == 0 {
		return m.say("There is no link on the screen.", false)
	}
	return m.showLinks(links)
}

func (m *Model) showLinks(links []readerpane.Link) tea.Cmd {
	items := make(chooser.List, len(links))
	for i, l := range links {
		items[i] = chooser.Item{Name: l.Words, Detail: l.Leads, Quick: l.URL == "", Value: l}
	}
	return m.numbered(forLink, "Follow a link", items)
}

// followLink opens an address in the browser, or goes to a place in the brief.
func (m *Model) followLink(l readerpane.Link) tea.Cmd {
	if l.URL != "" {
		return m.desk.browse(l.URL)
	}
	if l.Brief != "" {
		return m.openRef(l)
	}
	m.jumps.mark(m.here())
	m.spread.Focused().GoToPassage(l.To)
	m.spread.Follow()
	return m.say("ctrl-o leads back.", false)
}

// openRef opens the brief that another one leads to: a path from where that one
// stands, with or without its ending, or a name.
func (m *Model) openRef(l readerpane.Link) tea.Cmd {
	ref, fragment, _ := strings.Cut(l.Brief, "#")
	e, ok := m.library.Shelf().Refers(m.spread.Focused().Entry().Path, ref, l.Named)
	if !ok {
		return m.say("Not in this library: "+ref, true)
	}
	return m.open(request{slot: m.spread.Focus(), path: e.Path, fragment: fragment, place: -1})
}

// browsed tells that a link was handed to the browser, or why it was not.
type browsed struct{ err error }

// browse opens an address: no shell, one argument, and only what inert.URL
// lets through.
func (d *Desk) browse(address string) tea.Cmd {
	return func() tea.Msg {
		safe, ok := inert.URL(address)
		if !ok {
			return browsed{fmt.Errorf("not opened: %s is neither http, https nor mailto", inert.Line(address))}
		}
		first, _, _ := strings.Cut(d.Getenv("BROWSER"), ":") // it may be a list
		opener := firstOf(first, map[string]string{"darwin": "open"}[runtime.GOOS], "xdg-open")
		c := exec.Command(opener, safe) // its output goes nowhere: it would ruin the screen
		if err := c.Start(); err != nil {
			return browsed{fmt.Errorf("no browser: set $BROWSER to yours (%s: %w)", opener, err)}
		}
		ended := make(chan error, 1)
		go func() { ended <- c.Wait() }()
		select {
		case err := <-ended:
			if err != nil {
				return browsed{fmt.Errorf("the browser did not open: set $BROWSER to yours (%s: %w)", opener, err)}
			}
		case <-time.After(2 * time.Second): // it stays, as a browser does
		}
		return browsed{}
	}
}

func (m *Model) browsed(b browsed) tea.Cmd {
	if b.err != nil {
		return m.say(b.err.Error(), true)
	}
	return m.say("Handed to the browser.", false)
}
