// Package cli is the command line: one file a command. The names of the
// commands, the flags and the shapes of the JSON are a contract with other
// programs: more may be added, none taken away.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"broadsheet/internal/inert"
	"broadsheet/internal/rescue"
	"broadsheet/internal/tui"
)

// The exit codes.
const (
	exitDone    = 0
	exitNothing = 1 // nothing found, or a bookmark lost under check
	exitFailed  = 2 // a bad call, a bad query, or a failure
)

// errNothing ends a command that found nothing, without a word.
var errNothing = errors.New("nothing found")

// Streams are what a command reads from and writes to.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	Getenv   func(string) string
}

// Run carries out one call of the program and gives its exit code. Errors are
// one line on s.Err.
func Run(ctx context.Context, args []string, s Streams) (code int) {
	if out, ok := s.Out.(*os.File); ok && s.Getenv(rescue.Variable) != "" {
		return rescue.Run(s.In, out)
	}
	log.SetOutput(io.Discard) // bleve writes there, and it would ruin the screen
	a := &app{Streams: s}
	defer a.close()
	err := a.execute(ctx, args)
	switch {
	case err == nil:
		code = exitDone
	case errors.Is(err, errNothing):
		code = exitNothing
	default:
		code = exitFailed
		a.complain(err)
	}
	a.ended(ctx, code, err)
	return code
}

// execute runs the command that args name. A fault of the program itself is an
// error, too.
func (a *app) execute(ctx context.Context, args []string) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &tui.Crash{Value: v, Stack: string(debug.Stack())}
		}
	}()
	root := a.root()
	root.SetArgs(args)
	root.SetIn(a.In)
	root.SetOut(a.Out)
	root.SetErr(a.Err)
	return root.ExecuteContext(ctx)
}

// complain says what went wrong: one line, but for an error that lists what there
// is to choose from, or every fault of a configuration.
func (a *app) complain(err error) {
	lines := []string{err.Error()}
	if list := (interface{ Lines() []string })(nil); errors.As(err, &list) {
		lines = list.Lines()
	}
	if crash := (*tui.Crash)(nil); errors.As(err, &crash) {
		lines[0] += "; " + a.reported(crash)
	}
	for _, line := range lines {
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		fmt.Fprintln(a.Err, "broadsheet: "+indent+strings.TrimPrefix(inert.Line(line), "broadsheet "))
	}
}

// reported writes a crash into the log, and says where that is.
func (a *app) reported(c *tui.Crash) string {
	if a.log == nil || a.logFile == nil {
		return "there is no log"
	}
	a.log.Error("crash", "value", fmt.Sprint(c.Value), "version", version(), "stack", c.Stack)
	return "what led to it is in the log: " + a.folders.Log()
}

// root is the program itself: without a command it is the reader.
func (a *app) root() *cobra.Command {
	c := &cobra.Command{
		Use:   "broadsheet [PATH...]",
		Short: "Read, search and compare briefs in the terminal",
		Long: `broadsheet reads Markdown briefs in the terminal: search them all as you
type, read two side by side, and keep the passages that matter.

Without PATH it opens the library of the configuration, and without one the
sample briefs that come with the program.`,
		Args:          cobra.ArbitraryArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       version(),
		RunE:          func(c *cobra.Command, args []string) error { return a.read(c.Context(), args) },
	}
	c.PersistentFlags().StringArrayVar(&a.paths, "library", nil, "a `PATH` with briefs, or the name of a library of the configuration; may be given more than once")
	c.PersistentFlags().BoolVar(&a.debug, "debug", false, "write all that happens into the log")
	c.AddCommand(a.list(), a.bySaved(a.search()), a.show(), a.compare(), a.bookmark(), a.saved(), a.mark(), a.index(), a.doctor(), a.configuration(), a.keys(), a.man(), a.licences())
	c.SetFlagErrorFunc(flagError)
	a.completing(c)
	return c
}

// flagError says what to do where a word that begins with a hyphen, as some of a
// query do, was taken for a flag.
func flagError(c *cobra.Command, err error) error {
	if strings.HasPrefix(err.Error(), "unknown") {
		return fmt.Errorf("%w; see %s --help; words that begin with - stand after --", err, c.CommandPath())
	}
	return err
}

// needs checks the number of a command's arguments; most -1 is any number.
func needs(least, most int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) < least || most >= 0 && len(args) > most {
			return fmt.Errorf("%s: %s; see %[1]s --help", c.CommandPath(), what)
		}
		return nil
	}
}
