package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// configuration is what the demo applies.
const configuration = "examples/complete"

// workplace is a temporary folder with all that the demo needs: the mirror
// with the provider, the sandbox, and a copy of the configuration.
type workplace struct {
	root string
}

func newWorkplace() (*workplace, error) {
	root, err := os.MkdirTemp("", "billing-demo-")
	if err != nil {
		return nil, err
	}
	work := &workplace{root: root}
	if err := copyConfiguration(configuration, work.path("configuration")); err != nil {
		work.remove()
		return nil, fmt.Errorf("run the demo from the root of the repository: %w", err)
	}
	return work, nil
}

func (w *workplace) path(elements ...string) string {
	return filepath.Join(append([]string{w.root}, elements...)...)
}

func (w *workplace) remove() { _ = os.RemoveAll(w.root) } // a temporary folder; the system clears what is left

// copyConfiguration copies the .tf files of a folder.
func copyConfiguration(from, to string) error {
	files, err := fs.Glob(os.DirFS(from), "*.tf")
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("no configuration in %s", from)
	}
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join(from, file))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, file), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}
