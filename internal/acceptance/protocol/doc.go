// Package protocol uses Terraform's own protocol to test the provider against
// the sandbox. List resources, actions, and identities require newer
// command-line interfaces than many machines have. These tests cover them
// regardless of which interface is installed, if any.
package protocol
