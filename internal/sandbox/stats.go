package sandbox

import (
	"encoding/json"
	"net/http"
)

// serveOwn answers the endpoints of the sandbox itself. They meet no fault, no latency and no limit, and are not
// counted.
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

// answerStats lets other processes read the counts and set them to zero.
func (b *Box) answerStats(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet:
		b.serveStats(w)
	case http.MethodDelete:
		b.ResetRequests()
		w.WriteHeader(http.StatusNoContent)
	default:
		w.Header().Set("Allow", "GET, DELETE")
		http.Error(w, "the statistics can be read (GET) and set to zero (DELETE)", http.StatusMethodNotAllowed)
	}
}

// serveStats answers with the counts.
func (b *Box) serveStats(w http.ResponseWriter) {
	text, err := json.MarshalIndent(b.Stats(), "", "  ")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(text, '\n')) // a reader that is gone is no concern of the sandbox
}
