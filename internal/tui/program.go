package tui

import (
	"context"
	"fmt"
	"log/slog"
	"reflect"
	"runtime/debug"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
)

// A Place is a library that the reader can change to.
type Place struct {
	Name  string
	Where string // its folders, for the list
	Open  func(context.Context) (*Desk, error)
}

// A Crash is a fault of the program itself, caught on its way.
type Crash struct {
	Value any    // what was panicked with
	Stack string // where
}

// Error is one line, without the stack.
func (c *Crash) Error() string { return fmt.Sprintf("a fault of the program: %v", c.Value) }

// caught is the crash that recover gives; call it deferred.
func caught(to *tea.Msg) {
	if v := recover(); v != nil {
		*to = crashed{&Crash{v, string(debug.Stack())}}
	}
}

// crashed ends the program after a panic.
type crashed struct{ *Crash }

// A program is what stands around the model of one library: it catches what
// panics, and changes from one library to another. The messages of a model's
// commands carry its number, so that those of a library that was left are
// dropped, whenever they come.
type program struct {
	ctx    context.Context
	stop   context.CancelFunc // ends the work of model
	model  *Model
	number int // of model
	wanted int // times another library was asked for
	crash  *Crash
	send   func(tea.Msg)                     // to the program from outside of it; set before it runs
	pause  func(resume bool) tea.ExecCommand // does what pauseWish asks for
}

// newProgram makes a program; start makes the model that it begins with.
func newProgram(ctx context.Context, start func(context.Context) *Model) *program {
	p := &program{ctx: ctx, send: func(tea.Msg) {}, pause: func(resume bool) tea.ExecCommand { return pause{resume: resume} }}
	p.begin(start)
	return p
}

// begin puts another model in the place of the present one.
func (p *program) begin(make func(context.Context) *Model) {
	ctx, stop := context.WithCancel(p.ctx)
	p.stop, p.model = stop, make(ctx)
	p.number++
}

// from is a message of a command of the model with the number.
type from struct {
	number int
	msg    tea.Msg
}

// Init starts the model.
func (p *program) Init() (cmd tea.Cmd) {
	defer p.guard(&cmd)
	return p.tagged(p.model.Init())
}

// Update gives a message to the model that it is for.
func (p *program) Update(msg tea.Msg) (next tea.Model, cmd tea.Cmd) {
	next = p // after a panic, too
	defer p.guard(&cmd)
	if m, ok := msg.(from); ok {
		if o, opened := m.msg.(placeOpened); opened {
			return p, p.opened(o)
		}
		if c, wrong := m.msg.(crashed); wrong {
			return p, p.fail(c.Crash)
		}
		if m.number != p.number {
			return p, nil // of a library that was left
		}
		msg = m.msg
	}
	switch msg := msg.(type) {
	case crashed:
		return p, p.fail(msg.Crash)
	case changeTo:
		return p, p.change(msg.place)
	case paused:
		p.model.desk.Log.Debug("go on", "err", msg.err)
		if msg.err != nil {
			return p, p.tagged(p.model.say(msg.err.Error(), true))
		}
		return p, tea.ClearScreen // others may have written on it
	case pauseWish:
		p.model.desk.Log.Debug("pause", "stopped", msg.resume)
		return p, tea.Exec(p.pause(msg.resume), func(err error) tea.Msg { return paused{err} })
	}
	_, cmd = p.model.Update(msg)
	return p, p.tagged(cmd)
}

// View draws the model.
func (p *program) View() (v tea.View) {
	defer func() {
		if r := recover(); r != nil {
			c := &Crash{r, string(debug.Stack())}
			go p.send(crashed{c}) // beside it, for the program is drawing now
		}
	}()
	if p.crash != nil {
		v.AltScreen = true
		return v
	}
	return p.model.View()
}

// guard ends the program where Init or Update has panicked.
func (p *program) guard(cmd *tea.Cmd) {
	if r := recover(); r != nil {
		*cmd = p.fail(&Crash{r, string(debug.Stack())})
	}
}

// fail notes the first crash, and ends the program.
func (p *program) fail(c *Crash) tea.Cmd {
	if p.crash == nil {
		p.crash = c
	}
	return tea.Quit
}

// tagged makes the messages of a command carry the number of the model, and a
// panic in it a message.
func (p *program) tagged(cmd tea.Cmd) tea.Cmd { return tag(cmd, p.number, p.model.desk.Log) }

func tag(cmd tea.Cmd, number int, log *slog.Logger) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (out tea.Msg) {
		defer caught(&out)
		start := time.Now()
		msg := cmd()
		log.Debug("command", "answer", fmt.Sprintf("%T", msg), "took", time.Since(start))
		switch msg := msg.(type) {
		case nil:
			return nil
		case tea.BatchMsg:
			for i, c := range msg {
				msg[i] = tag(c, number, log)
			}
			return msg
		default:
			if strings.HasPrefix(reflect.TypeOf(msg).PkgPath(), "charm.land/") {
				return msg // for Bubble Tea, or a cursor that blinks
			}
			return from{number, msg}
		}
	}
}

// paused tells that the program goes on, or why it did not stop.
type paused struct{ err error }

// changeTo asks for another library.
type changeTo struct{ place Place }

// placeOpened is the library that was asked for.
type placeOpened struct {
	place  Place
	wanted int
	desk   *Desk
	err    error
}

// change opens another library beside the screen; the one on show stays until
// it is there.
func (p *program) change(to Place) tea.Cmd {
	p.wanted++
	wanted, ctx := p.wanted, p.ctx
	open := func() tea.Msg {
		desk, err := to.Open(ctx)
		return placeOpened{to, wanted, desk, err}
	}
	return p.tagged(tea.Batch(open, p.model.say("Opening "+to.Name+" …", false)))
}

// opened puts the library that was asked for in the place of the present one,
// whose work ends: what was read is kept, and then its index closed.
func (p *program) opened(o placeOpened) tea.Cmd {
	switch {
	case o.err != nil && o.wanted == p.wanted:
		return p.tagged(p.model.say(o.err.Error(), true))
	case o.err != nil:
		return nil
	case o.wanted != p.wanted: // another one was asked for meanwhile
		return func() tea.Msg { o.desk.close(); return nil }
	}
	old, keep := p.model, p.model.keepNow()
	p.stop()
	p.begin(func(ctx context.Context) *Model { return old.elsewhere(ctx, o.desk) })
	leave := func() tea.Msg {
		if keep != nil {
			keep()
		}
		old.desk.close()
		return nil
	}
	return tea.Batch(tag(leave, 0, old.desk.Log), p.tagged(p.model.Init()))
}

// elsewhere is a new model for another library, on the same screen and with
// the same looks.
func (m *Model) elsewhere(ctx context.Context, d *Desk) *Model {
	o := m.opts
	o.Open = nil
	n := New(ctx, d, m.keys, o)
	n.look = m.look
	n.look.waiting = false
	n.setTheme(n.look.theme())
	n.resize(m.width, m.height)
	return n
}

// close lets go of the index.
func (d *Desk) close() {
	if err := d.Index.Close(); err != nil {
		d.Log.Error("close the index", "err", err)
	}
}

// end closes what is open when the program has ended, and tells why it ended,
// where that was a crash.
func (p *program) end() error {
	p.stop()
	if p.crash == nil {
		if keep := p.model.keepNow(); keep != nil {
			keep() // how far one has read, however the reader was left
		}
	}
	p.model.desk.close()
	if p.crash != nil {
		return p.crash
	}
	return nil
}
