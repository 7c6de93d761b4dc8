package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// sample is one measured command.
type sample struct {
	wall time.Duration
	// cpu is the processor time of the interface and its providers together. Other
	// work on the machine affects it less than the wall time.
	cpu time.Duration
	// memory is the provider's maximum resident size in bytes; 0 means unknown.
	memory   int64
	requests requests
}

// measure runs a command that must succeed.
func (w *workspace) measure(ctx context.Context, arguments ...string) (sample, error) {
	var output bytes.Buffer
	command := w.Command(ctx, arguments...)
	command.Stdout, command.Stderr = &output, &output
	start := time.Now()
	if err := command.Start(); err != nil {
		return sample{}, err
	}
	done := make(chan struct{})
	peak := make(chan int64, 1)
	go func() { peak <- watchMemory(command.Process.Pid, w.Provider.Executable(), done) }()
	err := command.Wait()
	wall := time.Since(start)
	close(done)
	memory := <-peak
	if err != nil {
		return sample{}, fmt.Errorf("%s: %w\n%s", strings.Join(arguments, " "), err, complaint(output.String()))
	}
	return sample{wall: wall, cpu: command.ProcessState.UserTime() + command.ProcessState.SystemTime(), memory: memory}, nil
}

// complaint returns the first error that a command printed, and some of the text that follows.
func complaint(output string) string {
	const shown = 2000
	_, errors, _ := strings.Cut(output, "Error:")
	return errors[:min(len(errors), shown)]
}

// samplingTime is how often the memory of a provider is sampled. The operating
// system tracks the maximum size itself, so sampling misses only the growth in
// the last moments of a process.
const samplingTime = 20 * time.Millisecond

// watchMemory returns the maximum resident size of any child of the process
// parent that runs the program at path, until done is closed. It returns 0 if
// the operating system does not report it. One run of the interface starts
// several such processes, one after another.
func watchMemory(parent int, path string, done <-chan struct{}) int64 {
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		path = resolved
	}
	ticker := time.NewTicker(samplingTime)
	defer ticker.Stop()
	var peak int64
	for {
		select {
		case <-done:
			return peak
		case <-ticker.C:
			for _, pid := range childrenOf(parent) {
				if program, err := os.Readlink(filepath.Join("/proc", pid, "exe")); err == nil && program == path {
					peak = max(peak, largestResident(pid))
				}
			}
		}
	}
}

// childrenOf lists the processes that a process has started, if there is a /proc.
func childrenOf(parent int) []string {
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", parent)) // the pattern is well-formed
	var pids []string
	for _, list := range lists {
		if text, err := os.ReadFile(list); err == nil {
			pids = append(pids, strings.Fields(string(text))...)
		}
	}
	return pids
}

// largestResident returns VmHWM of a process, in bytes, or 0 if the process has
// ended.
func largestResident(pid string) int64 {
	status, err := os.ReadFile(filepath.Join("/proc", pid, "status"))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if text, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kibibytes, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(text), " kB"), 10, 64) // 0 if it is not a number
			return kibibytes << 10
		}
	}
	return 0
}
