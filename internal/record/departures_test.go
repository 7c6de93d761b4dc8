package record

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestDepartures(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		happens func(d *Departures)
		want    bool
	}{
		"nobody leaves":        {func(*Departures) {}, false},
		"another one leaves":   {func(d *Departures) { d.Begin("2")(true) }, false},
		"it left before":       {func(d *Departures) { d.Begin("1")(true) }, true},
		"it is leaving":        {func(d *Departures) { ended := d.Begin("1"); time.Sleep(time.Minute); ended(true) }, true},
		"it is about to leave": {func(d *Departures) { time.Sleep(quietTime / 2); d.Begin("1")(true) }, true},
		"its deletion fails":   {func(d *Departures) { ended := d.Begin("1"); time.Sleep(time.Second); ended(false) }, false},
		"others keep the run busy": {func(d *Departures) {
			for range 1000 {
				d.Begin("2")(true)
				time.Sleep(quietTime / 2)
			}
		}, false},
		"its deletion hangs for ever": {func(d *Departures) { d.Begin("1") }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var d Departures
				done := make(chan struct{})
				go func() { defer close(done); test.happens(&d) }()
				if got := d.Await(t.Context(), []string{"1"}); got != test.want {
					t.Errorf("it has left: %t, want %t", got, test.want)
				}
				<-done
			})
		})
	}
}
