package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// screen prints the story, at most 80 columns wide, and writes the log, which
// contains the story and the complete output of every command.
type screen struct {
	out      io.Writer
	log      io.Writer // the file, and also the screen with -verbose
	file     io.Writer
	terminal bool // colors and progress
	moving   bool // progress that updates in place
}

func newScreen(file io.Writer, verbose bool) *screen {
	s := &screen{out: os.Stdout, log: file, file: file, terminal: isTerminal(os.Stdout)}
	if verbose {
		s.log = io.MultiWriter(file, os.Stdout)
	}
	s.moving = s.terminal && !verbose
	return s
}

// isTerminal reports whether file is a terminal that shows colors, rather than
// a file or a pipe.
func isTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// The styles of a terminal.
const (
	bold  = "1"
	green = "32"
	cyan  = "36"
	dim   = "2"
)

// line prints a line of the story, with a style if there is a terminal.
func (s *screen) line(style, words string) {
	fmt.Fprintln(s.file, words)
	if s.terminal && style != "" && words != "" {
		words = "\033[" + style + "m" + words + "\033[0m"
	}
	fmt.Fprintln(s.out, words)
}

func (s *screen) title(words string) { s.line(bold, words) }

func (s *screen) text(words string) { s.line("", words) }

// code shows a part of the configuration.
func (s *screen) code(text string) {
	for row := range strings.Lines(strings.TrimSpace(text)) {
		s.line(cyan, strings.TrimRight("    "+row, " \n"))
	}
}

// row shows a planned or found record: a name, and an amount in a column.
func (s *screen) row(sign, name, amount string) {
	s.text(strings.TrimRight(fmt.Sprintf("  %s %-44s %30s", sign, name, amount), " "))
}

// notice prints what a step has shown, after the demo has checked it.
func (s *screen) notice(lines ...string) {
	for i, words := range lines {
		mark := "  "
		if i == 0 {
			mark = "✓ "
		}
		s.line(green, mark+words)
	}
}

// progress runs something that takes a while and shows it, on a terminal with
// the elapsed seconds.
func (s *screen) progress(words string, do func() error) error {
	fmt.Fprintln(s.file, words)
	if !s.moving {
		fmt.Fprintln(s.out, words)
		return do()
	}
	start, ended, quiet := time.Now(), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(quiet)
		for tick := time.NewTicker(time.Second); ; {
			fmt.Fprintf(s.out, "\r\033[K%s ... %.0f s", words, time.Since(start).Seconds())
			select {
			case <-ended:
				tick.Stop()
				fmt.Fprintf(s.out, "\r\033[K\033[%sm%s\033[0m\n", dim, words)
				return
			case <-tick.C:
			}
		}
	}()
	defer func() { close(ended); <-quiet }()
	return do()
}
