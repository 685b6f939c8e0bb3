// Command crash is broadsheet with a fault in it, for the tests: it panics when
// the variable that CRASH_AT names is asked for; where CRASH_IN is goroutine,
// in a goroutine of its own, as one of a library would.
package main

import (
	"context"
	"os"
	"time"

	"broadsheet/internal/cli"
)

func main() {
	getenv := func(name string) string {
		if name == os.Getenv("CRASH_AT") {
			if os.Getenv("CRASH_IN") == "goroutine" {
				go func() { panic("provoked") }()
				time.Sleep(time.Minute)
			}
			panic("provoked")
		}
		return os.Getenv(name)
	}
	os.Exit(cli.Run(context.Background(), os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: getenv}))
}
