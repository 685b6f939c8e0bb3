//go:build race

package brief

// raceEnabled tells whether the race detector slows the tests down.
const raceEnabled = true
