package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// Server serves a box on a loopback address.
type Server struct {
	Address
	http *http.Server
	done chan struct{}
	err  error
}

// Start serves the box on a free port of 127.0.0.1.
func (b *Box) Start() (*Server, error) { return b.Listen("127.0.0.1:0") }

// Listen serves the box on address, whose host must be a loopback address because the sandbox accepts well-known
// credentials.
func (b *Box) Listen(address string) (*Server, error) {
	if err := checkLoopback(address); err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	server := &Server{
		Address: Address("http://" + listener.Addr().String()),
		done:    make(chan struct{}),
		http: &http.Server{
			Handler:           b,
			ReadHeaderTimeout: time.Minute,
			ErrorLog:          log.New(io.Discard, "", 0),
		},
	}
	go func() {
		defer close(server.done)
		if err := server.http.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			server.err = err
		}
	}()
	return server, nil
}

// checkLoopback refuses addresses that other machines can reach.
func checkLoopback(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("address %q: must be host:port, such as 127.0.0.1:0", address)
	}
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("address %q: the sandbox listens on loopback addresses only, such as 127.0.0.1:0", address)
}

// TestingT is the part of testing.TB that StartTest needs.
type TestingT interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// StartTest serves the box until the test ends.
func (b *Box) StartTest(t TestingT) *Server {
	t.Helper()
	server, err := b.Start()
	if err != nil {
		t.Fatalf("start the sandbox: %v", err)
	}
	t.Cleanup(server.Close)
	return server
}

// Done returns a channel that is closed when the server has ended because of Close, Shutdown, or a failure.
func (s *Server) Done() <-chan struct{} { return s.done }

// Err returns the failure that ended the server, if any. Call it after Done is closed.
func (s *Server) Err() error { return s.err }

// Close stops the server immediately, including requests in flight.
func (s *Server) Close() {
	_ = s.http.Close() // only closing the sockets can fail, and they are no longer used
	<-s.done
}

// Shutdown stops the server after the requests in flight, or when ctx ends.
func (s *Server) Shutdown(ctx context.Context) {
	_ = s.http.Shutdown(ctx) // Close below closes what is left when ctx ends
	s.Close()
}
