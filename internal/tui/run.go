package tui

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	tea "charm.land/bubbletea/v2"

	"broadsheet/internal/tui/keymap"
)

// Run shows the reader on the terminal until the reader leaves.
func Run(ctx context.Context, d *Desk, o Options) error {
	keys, err := keymap.New(keymap.Default())
	if err != nil {
		return err
	}
	if strings.TrimSpace(os.Getenv("NO_COLOR")) != "" {
		o.Theme = "plain"
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	p := tea.NewProgram(New(ctx, d, keys, o), tea.WithContext(ctx), tea.WithoutSignalHandler())
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
	if _, err = p.Run(); err != nil {
		return fmt.Errorf("the reader stopped: %w", err)
	}
	return nil
}
