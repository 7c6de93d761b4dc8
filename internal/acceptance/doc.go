// Package acceptance drives complete configurations through the real
// command-line interface against the sandbox, and checks what users see and
// what the systems receive on the wire.
//
// Most tests run the provider inside the test process. Tests that check what
// users read, how many requests a command sends, or what a log contains run it
// as a separate process (see cli_test.go).
package acceptance
