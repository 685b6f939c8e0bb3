package cli

import (
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"

	"github.com/charmbracelet/x/term"
)

// page prints a text. On a terminal, one that is longer than the screen goes
// through $PAGER, where that is set.
func (a *app) page(text string) error {
	pager := strings.TrimSpace(a.Getenv("PAGER"))
	out, terminal := a.Out.(*os.File)
	if pager == "" || pager == "cat" || !terminal || !isTerminal(out) || !longer(out, text) {
		_, err := io.WriteString(a.Out, text)
		return err
	}
	c := exec.Command("sh", "-c", pager)
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(text), out, os.Stderr
	c.Env = os.Environ()
	for name, value := range map[string]string{"LESS": "FRX", "LV": "-c"} { // as git has it: colours, and no stop at the end
		if a.Getenv(name) == "" {
			c.Env = append(c.Env, name+"="+value)
		}
	}
	signal.Ignore(os.Interrupt) // it is the pager's
	defer signal.Reset(os.Interrupt)
	err := c.Run()
	const notFound, notRunnable = 127, 126
	if code := c.ProcessState; err != nil && (code == nil || code.ExitCode() == notFound || code.ExitCode() == notRunnable) {
		_, err = io.WriteString(a.Out, text)
		a.warn("$PAGER cannot be run: " + pager) // at the end, where it is seen
		return err
	}
	return nil // a pager that is left before the end is no failure
}

// longer tells that a text has more lines than a terminal has rows.
func longer(out *os.File, text string) bool {
	_, rows, err := term.GetSize(out.Fd())
	return err == nil && strings.Count(text, "\n") >= rows
}
