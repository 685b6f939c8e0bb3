// Command broadsheet reads Markdown briefs in the terminal. See the README.
package main

import (
	"context"
	"os"

	"broadsheet/internal/cli"
)

func main() {
	os.Exit(cli.Run(context.Background(), os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv}))
}
