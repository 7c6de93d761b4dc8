package acceptance_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/projectbilling/terraform-provider-billing/internal/sandbox"
	"github.com/projectbilling/terraform-provider-billing/internal/sandbox/teamwork"
)

// running is a command that runs in the background of the test.
type running struct {
	*exec.Cmd
	output bytes.Buffer
}

// start starts a command, and returns when the sandbox sees the first matching
// request.
func (s *site) start(t *testing.T, w *workspace, fits func(sandbox.Request) bool, arguments ...string) *running {
	t.Helper()
	seen := make(chan struct{}, 1)
	s.OnRequest(func(request sandbox.Request) {
		if fits(request) {
			select {
			case seen <- struct{}{}:
			default:
			}
		}
	})
	command := &running{Cmd: w.command(arguments...)}
	command.Stdout, command.Stderr = &command.output, &command.output
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	<-seen
	return command
}

// interrupt does what a user does with Ctrl+C, and waits for the end. A run
// that does not end by itself ends with the test's own timeout.
func (r *running) interrupt(t *testing.T) string {
	t.Helper()
	if err := r.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = r.Wait() // whether an interrupted run counts as failed depends on the interface
	return r.output.String()
}

func isCreate(request sandbox.Request) bool { return request.Method == "POST" }

// A request timeout far beyond the test's own: only the interruption can end
// the wait for a response.
const patient = "request_timeout = \"1h\""

func TestInterruption_duringACreateKeepsWhatWasCreated(t *testing.T) {
	t.Parallel()
	tests := map[string]sandbox.Fault{
		"the answer never comes":         sandbox.Hang().After(),
		"the request never takes effect": sandbox.Hang(),
	}
	for name, fault := range tests {
		t.Run(name, func(t *testing.T) {
			site := newSite(t)
			w := newWorkspace(t)
			w.configure(site.configWith(patient, invoice(nil), invoiceNamed("other", values{"number": `"T-2"`})))
			site.Script(sandbox.Rule{Method: "POST", Path: teamwork.PathProjectInvoices, Fault: fault})
			site.start(t, w, isCreate, "apply", "-auto-approve").interrupt(t)
			site.ClearScript()
			for _, left := range site.created() {
				state := strings.ReplaceAll(w.read("terraform.tfstate"), `": "`, `":"`) // OpenTofu writes it without spaces
				if !strings.Contains(state, fmt.Sprintf(`"id":"%d"`, left.ID)) {
					t.Errorf("invoice %d was created and is not in the state", left.ID)
				}
			}
			w.apply()
			if found := site.created(); len(found) != 2 {
				t.Errorf("%d invoices after the next apply, want 2: %+v", len(found), found)
			}
			w.plansNothing()
		})
	}
}

func TestInterruption_duringAHangEndsTheRunAndKeepsTheState(t *testing.T) {
	site := newSite(t)
	w := newWorkspace(t)
	w.configure(site.configWith(patient, invoice(nil)))
	w.apply()
	site.Script(sandbox.Rule{Method: "GET", Path: teamwork.PathInvoice, Fault: sandbox.Hang()})
	isRead := func(request sandbox.Request) bool { return request.Template == teamwork.PathInvoice }
	site.start(t, w, isRead, "plan").interrupt(t)
	site.ClearScript()
	w.plansNothing()
}

func TestInterruption_duringAnEditOfACompletedInvoiceCompletesItAgain(t *testing.T) {
	site := newSite(t)
	w := newWorkspace(t)
	w.configure(site.configWith(patient, invoice(values{"status": `"completed"`})))
	w.apply()
	w.configure(site.configWith(patient, invoice(values{"status": `"completed"`, "description": `"Changed"`})))
	site.Script(sandbox.Rule{Method: "PUT", Path: teamwork.PathInvoice, Fault: sandbox.Hang()})
	isEdit := func(request sandbox.Request) bool {
		return request.Method == "PUT" && request.Template == teamwork.PathInvoice
	}
	site.start(t, w, isEdit, "apply", "-auto-approve").interrupt(t)
	site.ClearScript()
	if found := site.created(); len(found) != 1 || found[0].Status != teamwork.StatusCompleted {
		t.Errorf("after the interruption: %+v, want one completed invoice", found)
	}
	w.apply()
	w.plansNothing()
}

// TestInterruption_killedBetweenCreateAndAnswer kills the provider, so nothing
// is looked up, and the next run finds an invoice that is not in the state.
func TestInterruption_killedBetweenCreateAndAnswer_endsInAnErrorAndNotInADuplicate(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("finds the provider's process by /proc")
	}
	site := newSite(t)
	w := newWorkspace(t)
	w.configure(site.configWith(patient, invoice(values{"protect_completed": ""})))
	site.Script(sandbox.Rule{Method: "POST", Path: teamwork.PathProjectInvoices, Fault: sandbox.Hang().After()})
	command := site.start(t, w, isCreate, "apply", "-auto-approve")
	for len(site.created()) == 0 { // the request takes effect after the sandbox sees it
		runtime.Gosched()
	}
	if err := providerOf(t, command.Process.Pid).Kill(); err != nil {
		t.Fatal(err)
	}
	_ = command.Wait() // it fails because its provider was killed
	site.ClearScript()

	w.mustSay(w.fails("apply", "-auto-approve"), "already exists", fmt.Sprintf("terraform import billing_teamwork_invoice.NAME %d", firstID))
	if found := site.created(); len(found) != 1 {
		t.Errorf("%d invoices, want 1: %+v", len(found), found)
	}
	w.run("import", address, strconv.Itoa(firstID))
	w.plansNothing()
}

// providerOf finds the provider's process among the children of the
// command-line interface.
func providerOf(t *testing.T, parent int) *os.Process {
	t.Helper()
	executables, err := filepath.Glob("/proc/[0-9]*/exe")
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range executables {
		executable, err := os.Readlink(link)
		if err != nil || !strings.HasPrefix(filepath.Base(executable), "terraform-provider-billing") {
			continue
		}
		folder := filepath.Dir(link)
		status, err := os.ReadFile(filepath.Join(folder, "status"))
		if err == nil && strings.Contains(string(status), fmt.Sprintf("PPid:\t%d\n", parent)) {
			pid, err := strconv.Atoi(filepath.Base(folder))
			if err != nil {
				t.Fatal(err)
			}
			process, err := os.FindProcess(pid)
			if err != nil {
				t.Fatal(err)
			}
			return process
		}
	}
	t.Fatal("the provider's process was not found")
	return nil
}
