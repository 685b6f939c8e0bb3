// Command measure runs the benchmarks that say how the program grows with the
// library, and prints their figures as one table:
//
//	go run ./internal/measure                          1,000, 10,000 and 100,000 briefs; takes about an hour on two processors
//	go run ./internal/measure -sizes 1000,10000        the same, in some minutes
//
// The benchmarks themselves stand by the code that they measure. What they
// print while they run goes to standard error.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"

	"broadsheet/internal/corpus"
)

// A source is a package with a benchmark that is run for several sizes, as
// sub-benchmarks that have the size as the second part of their name.
type source struct {
	folder, bench string
	time          string // how long, or how often ("1x"), as go test takes it
}

// tables are what is printed: under each title the figures of some sources that
// are run for the same sizes.
var tables = []struct {
	title   string
	sources []source
}{
	{"briefs", []source{{"./internal/search", "Scale", "1x"}, {"./cmd/broadsheet", "Reader", "3x"}}},
	{"one brief of", []source{{"./internal/tui", "Scroll", "2s"}}},
}

func main() {
	sizes := flag.String("sizes", "1000,10000,100000", "numbers of briefs, with commas between, the smallest first")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *sizes, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, sizes string, out, progress io.Writer) error {
	if _, err := corpus.Sizes(sizes); err != nil {
		return err
	}
	for _, t := range tables {
		var results []result
		for _, s := range t.sources {
			more, err := s.run(ctx, sizes, progress)
			if err != nil {
				return err
			}
			results = append(results, more...)
		}
		if _, err := fmt.Fprintln(out, table(t.title, results)); err != nil {
			return err
		}
	}
	return nil
}

// run runs the benchmarks of one package.
func (s source) run(ctx context.Context, sizes string, progress io.Writer) ([]result, error) {
	c := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", "^Benchmark"+s.bench+"$", "-benchtime", s.time, "-timeout", "3h", s.folder)
	c.Env = append(os.Environ(), "BROADSHEET_BRIEFS="+sizes)
	c.Stderr = progress
	pipe, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, fmt.Errorf("go test %s: %w", s.folder, err)
	}
	var results []result
	lines := bufio.NewScanner(pipe)
	for lines.Scan() {
		fmt.Fprintln(progress, lines.Text())
		results = append(results, parse(lines.Text())...)
	}
	if err := c.Wait(); err != nil {
		return nil, fmt.Errorf("go test %s: %w", s.folder, err)
	}
	return results, lines.Err()
}
