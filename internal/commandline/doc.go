// Package commandline is the harness around the real command-line interface: it
// finds Terraform or OpenTofu, builds a provider of this checkout in a place
// that the interface takes it from, keeps the caller's own settings away, runs
// commands in workspaces, and runs the sandbox as a process beside them. The
// acceptance tests, the demo, the benchmark and the soak all drive the
// interface through it.
package commandline
