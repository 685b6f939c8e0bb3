// Package rescue leaves the terminal as it was where the reader itself cannot:
// when a goroutine of a library panics, which nobody can catch, when the
// runtime gives up, or when the reader is killed.
//
// A second process of the same program waits at the end of a pipe. The first
// thing that comes is how the terminal was; then what the runtime writes when
// it gives up (debug.SetCrashOutput, made for such watchers), or the word that
// the reader ends in peace, or nothing but the end, for a reader that was
// killed. It takes 8 MB of memory that are its own, and no time until the
// end.
package rescue

// Variable is the variable of the environment that makes a process of this
// program the one that waits: see Run.
const Variable = "BROADSHEET_RESCUE"

// peace is what a reader writes that needs no rescue. No report of the runtime
// begins so.
const peace = '\n'
