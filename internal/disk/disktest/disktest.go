// Package disktest makes for the tests what not every system has: named pipes,
// files that grow no further, the time that processors were busy. Where a system
// has them not, all of it gives errors.ErrUnsupported.
package disktest
