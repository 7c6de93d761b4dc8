package sandbox

import (
	"encoding/json"
	"net/http"
)

// serveOwn handles the endpoints of the sandbox itself. Faults, latency, and limits do not apply to them, and they are
// not counted.
func (b *Box) serveOwn(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/sandbox/stats":
		b.answerStats(w, r)
	case "/sandbox/script":
		b.serveScript(w, r)
	default:
		http.Error(w, "the sandbox has no "+r.URL.Path, http.StatusNotFound)
	}
}

// answerStats lets other processes read and reset the counts.
func (b *Box) answerStats(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet:
		b.serveStats(w)
	case http.MethodDelete:
		b.ResetRequests()
		w.WriteHeader(http.StatusNoContent)
	default:
		w.Header().Set("Allow", "GET, DELETE")
		http.Error(w, "use GET to read the statistics, and DELETE to reset them", http.StatusMethodNotAllowed)
	}
}

// serveStats responds with the counts.
func (b *Box) serveStats(w http.ResponseWriter) {
	text, err := json.MarshalIndent(b.Stats(), "", "  ")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(text, '\n')) // the sandbox does not care if the client has disconnected
}
