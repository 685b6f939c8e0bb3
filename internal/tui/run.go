package tui

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"broadsheet/internal/palette"
	"broadsheet/internal/tui/keymap"
)

// The title that the window has is put on the terminal's stack of titles and
// taken from it again (xterm's XTWINOPS 22 and 23): Bubble Tea leaves none.
const (
	keepTitle     = "\x1b[22;2t"
	giveTitleBack = "\x1b[23;2t"
)

// Run shows the reader on the terminal until the reader leaves.
func Run(ctx context.Context, d *Desk, o Options) error {
	keys, err := keymap.New(o.Keys)
	if err != nil {
		return err
	}
	if strings.TrimSpace(os.Getenv("NO_COLOR")) != "" {
		o.Look.Name = palette.Plain
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	p := tea.NewProgram(New(ctx, d, keys, o), tea.WithContext(ctx), tea.WithoutSignalHandler(), tea.WithFilter(byCodePoint))
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT)
	defer signal.Stop(signals)
	go func() {
		select {
		case <-signals:
			p.Quit() // the terminal is left as it was, whoever ends the program
		case <-ctx.Done():
		}
	}()
	fmt.Fprint(os.Stdout, keepTitle)
	last, err := p.Run()
	fmt.Fprint(os.Stdout, giveTitleBack)
	if m, ok := last.(*Model); ok {
		if keep := m.keepNow(); keep != nil {
			keep() // how far one has read, however the reader was left
		}
	}
	if err != nil {
		return fmt.Errorf("the reader stopped: %w", err)
	}
	return nil
}

// byCodePoint keeps Bubble Tea from the terminal's mode 2027, in which clusters
// of code points are measured as a whole. Terminals without it, tmux among
// them, measure each code point; the panes do as they do, so that the border
// between two panes stays straight everywhere (see bubbletea issue 1777).
func byCodePoint(_ tea.Model, msg tea.Msg) tea.Msg {
	if report, ok := msg.(tea.ModeReportMsg); ok && report.Mode == ansi.ModeUnicodeCore {
		return nil
	}
	return msg
}

// apart takes the joiners out of what is drawn: what some terminals draw as one
// picture others draw as several, and no two agree on the width.
func apart(content string) string { return strings.ReplaceAll(content, "\u200d", "") }
