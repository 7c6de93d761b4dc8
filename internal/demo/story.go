package main

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/projectbilling/terraform-provider-billing/internal/commandline"
)

//go:embed configuration/*.tf
var configuration embed.FS

// story is what the demo shows, step by step.
type story struct {
	*commandline.Workspace
	screen  *screen
	sandbox *commandline.Sandbox

	// before counts the records of the systems before the first step.
	before records
}

func (s *story) tell(ctx context.Context) (err error) {
	if s.before, err = s.count(ctx); err != nil {
		return err
	}
	steps := []struct {
		words string
		do    func(context.Context) error
	}{
		{"Bill March: time, an expense, and fixed amounts in three systems", s.bill},
		{"Run it again", s.runAgain},
		{"A colleague changes an amount by hand in Teamwork", s.drift},
		{"The response to a create is lost", s.loseAnswer},
		{"Adopt an invoice that already exists, and close it", s.adopt},
		{"Change the closed invoice", s.changeClosed},
		{"Clean up", s.cleanUp},
	}
	for i, step := range steps {
		s.screen.text("")
		s.screen.title(fmt.Sprintf("%d. %s", i+1, step.words))
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("step %d (%s) failed: %w", i+1, step.words, err)
		}
	}
	s.next()
	return nil
}

// next prints where to go from here.
func (s *story) next() {
	s.screen.text("")
	s.screen.title("Next")
	s.screen.text("  Try it yourself:        docs/guides/try-it-without-an-account.md")
	s.screen.text("  Connect your site:      docs/guides/getting-started-with-teamwork.md")
	s.screen.text("  Adopt what you have:    docs/guides/existing-sites.md")
}

// terraform runs a command, writes its output to the log, and returns it.
func (s *story) terraform(ctx context.Context, arguments ...string) (string, error) {
	command := s.Command(ctx, arguments...)
	var printed bytes.Buffer
	both := io.MultiWriter(&printed, s.screen.log)
	command.Stdout, command.Stderr = both, both
	fmt.Fprintf(s.screen.log, "\n$ %s %s\n", s.name(), strings.Join(arguments, " "))
	if err := command.Run(); err != nil {
		return printed.String(), fmt.Errorf("%s %s: %w\n%s", s.name(), arguments[0], err, strings.TrimSpace(printed.String()))
	}
	return printed.String(), nil
}

// name returns the name of the command-line interface.
func (s *story) name() string {
	return strings.TrimSuffix(filepath.Base(s.CLI), ".exe")
}

// command prints a command that the user would type, and does what it does.
func (s *story) command(words string, do func() error) error {
	return s.screen.progress("  $ "+s.name()+" "+words, do)
}

// use copies files of the demo's configuration into the workspace.
func (s *story) use(names ...string) error {
	for _, name := range names {
		if err := s.Write(name, source(name)); err != nil {
			return err
		}
	}
	return nil
}

// source returns a file of the demo's configuration.
func source(name string) string {
	text, err := configuration.ReadFile("configuration/" + name)
	if err != nil {
		panic("demo: " + err.Error())
	}
	return string(text)
}
