// Package acceptance drives whole configurations through the real
// command-line interface against the sandbox: what a user would see, and what
// the systems get to see on the wire.
//
// Most tests run the provider inside the test process. Those that ask what a
// person reads, what one command costs in requests, or what ends up in a log
// run it as a process of its own (see cli_test.go).
package acceptance
