package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"

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

// Undo is what has to be written to a terminal that the reader could not leave
// itself: all that Bubble Tea sets for the views of this program, and the title.
const Undo = ansi.ResetModeSynchronizedOutput +
	ansi.ResetModifyOtherKeys + "\x1b[<1u" + // the keyboard protocol of kitty, of which each screen has its own
	ansi.ResetModeMouseButtonEvent + ansi.ResetModeMouseAnyEvent + ansi.ResetModeMouseExtSgr +
	ansi.ResetModeBracketedPaste + ansi.ResetStyle +
	ansi.ResetModeAltScreenSaveCursor + ansi.SetModeTextCursorEnable + giveTitleBack

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
	p := newProgram(ctx, func(ctx context.Context) *Model { return New(ctx, d, keys, o) })
	var t *tea.Program
	in := keyboard{File: os.Stdin, gone: func() { leave(t) }}
	t = tea.NewProgram(p, tea.WithContext(ctx), tea.WithInput(in), tea.WithoutSignalHandler(), tea.WithFilter(byCodePoint))
	p.send = t.Send
	defer listen(ctx, t, p)()
	fmt.Fprint(os.Stdout, keepTitle)
	_, err = t.Run()
	fmt.Fprint(os.Stdout, giveTitleBack)
	if crash := p.end(); crash != nil {
		return crash
	}
	if err != nil {
		return fmt.Errorf("the reader stopped: %w", err)
	}
	return nil
}

// A keyboard is the terminal as it is read from. Its end is that of the terminal:
// one that is closed sends a signal as well, but not to a reader that was started
// under nohup.
type keyboard struct {
	*os.File
	gone func()
}

// Read reads keys, and tells when there will be none any more.
func (k keyboard) Read(keys []byte) (int, error) {
	n, err := k.File.Read(keys)
	if errors.Is(err, io.EOF) {
		k.gone()
	}
	return n, err
}

// leave ends the program. Whoever asks for it, the terminal is left as it was:
// where the program does not end in peace, it is made to.
func leave(t *tea.Program) {
	const patience = 3 * time.Second
	time.AfterFunc(patience, t.Kill)
	go t.Quit() // it waits for the program, and the next signal does not
}

// listen hands the signals to the program, until the function that it gives is
// called.
func listen(ctx context.Context, t *tea.Program, p *program) (done func()) {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, append(ending(), pausing()...)...)
	p.pause = func(resume bool) tea.ExecCommand {
		return pause{resume: resume, over: func() { signal.Notify(signals, pausing()...) }}
	}
	go func() {
		for {
			select {
			case s := <-signals:
				switch {
				case stops(s):
					t.Send(pauseWish{})
				case continues(s):
					t.Send(pauseWish{resume: true})
				default:
					leave(t)
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	return func() { signal.Stop(signals) }
}

// pauseWish asks for the program to stop until it is continued, or, where it
// has been stopped without being asked, for the terminal to be taken anew.
type pauseWish struct{ resume bool }

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
