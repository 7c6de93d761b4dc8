// Package commandline is the harness around the real command-line interface. It
// finds Terraform or OpenTofu, builds the provider of this checkout where the
// interface can install it, isolates the caller's own settings, runs commands
// in workspaces, and runs the sandbox as a separate process. The acceptance
// tests, the demo, the benchmark and the soak test all drive the interface
// through it.
package commandline
