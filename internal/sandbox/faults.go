package sandbox

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// FaultKind names a fault that can be drawn at random.
type FaultKind string

// The kinds of faults. Unless a kind says otherwise, the fault occurs before the request takes effect.
const (
	// FaultReset cuts the connection before the request takes effect.
	FaultReset FaultKind = "reset"
	// FaultLost lets the request take effect and then cuts the connection without a response.
	FaultLost FaultKind = "lost"
	// FaultStatus500 responds with 500 before the request takes effect.
	FaultStatus500 FaultKind = "status500"
	// FaultStatus500After responds with 500 after the request took effect.
	FaultStatus500After FaultKind = "status500after"
	// FaultStatus502 responds with 502, as a proxy in front of the system does.
	FaultStatus502 FaultKind = "status502"
	// FaultStatus502After responds with 502 after the request took effect.
	FaultStatus502After FaultKind = "status502after"
	// FaultStatus503 responds with 503.
	FaultStatus503 FaultKind = "status503"
	// FaultStatus503After responds with 503 after the request took effect.
	FaultStatus503After FaultKind = "status503after"
	// FaultStatus429 responds with 429 with Retry-After in seconds.
	FaultStatus429 FaultKind = "status429"
	// FaultStatus429Date responds with 429 with Retry-After as an HTTP date.
	FaultStatus429Date FaultKind = "status429date"
	// FaultStatus429Delta responds with 429 with x-ratelimit-reset in seconds from now.
	FaultStatus429Delta FaultKind = "status429delta"
	// FaultStatus429Epoch responds with 429 with x-ratelimit-reset in seconds since the epoch.
	FaultStatus429Epoch FaultKind = "status429epoch"
	// FaultStatus429Dashed responds with 429 with the X-Rate-Limit-* spelling.
	FaultStatus429Dashed FaultKind = "status429dashed"
	// FaultStatus400Limit responds with 400 with x-ratelimit-remaining 0.
	FaultStatus400Limit FaultKind = "status400limit"
	// FaultStatus400Dashed responds with 400 with X-Rate-Limit-Remaining 0.
	FaultStatus400Dashed FaultKind = "status400dashed"
	// FaultHang never responds, and the request does not take effect.
	FaultHang FaultKind = "hang"
	// FaultHangAfter lets the request take effect and then never responds.
	FaultHangAfter FaultKind = "hangafter"
	// FaultDrip sends the real response slowly.
	FaultDrip FaultKind = "drip"
	// FaultTruncate sends half of the real response and cuts the connection.
	FaultTruncate FaultKind = "truncate"
	// FaultHTML responds with 200 and an HTML page before the request takes effect.
	FaultHTML FaultKind = "html"
)

// faultWait is how long randomly drawn rate limits ask a client to wait. faultPause is how long a randomly drawn drip
// pauses after each piece.
const (
	faultWait  = time.Second
	faultPause = 20 * time.Millisecond
)

// namedFault is a kind with its implementation.
type namedFault struct {
	kind  FaultKind
	fault Fault
}

// faultKinds lists every kind, in the order in which the dice lay out their shares.
func faultKinds() []namedFault {
	return []namedFault{
		{FaultReset, Cut()},
		{FaultLost, Cut().After()},
		{FaultStatus500, ErrorStatus(500)},
		{FaultStatus500After, ErrorStatus(500).After()},
		{FaultStatus502, ErrorStatus(502)},
		{FaultStatus502After, ErrorStatus(502).After()},
		{FaultStatus503, ErrorStatus(503)},
		{FaultStatus503After, ErrorStatus(503).After()},
		{FaultStatus429, RateLimited(RetryAfterSeconds, faultWait)},
		{FaultStatus429Date, RateLimited(RetryAfterDate, faultWait)},
		{FaultStatus429Delta, RateLimited(ResetDelta, faultWait)},
		{FaultStatus429Epoch, RateLimited(ResetEpoch, faultWait)},
		{FaultStatus429Dashed, RateLimited(DashedReset, faultWait)},
		{FaultStatus400Limit, RateLimited(BadRequestLimit, faultWait)},
		{FaultStatus400Dashed, RateLimited(DashedBadRequestLimit, faultWait)},
		{FaultHang, Hang()},
		{FaultHangAfter, Hang().After()},
		{FaultDrip, Drip(faultPause)},
		{FaultTruncate, Truncate()},
		{FaultHTML, HTMLPage()},
	}
}

// Faults sets the share of requests that each fault hits. Each share lies between 0 and 1, and so does their sum.
type Faults struct {
	// Seed sets the order of the random faults.
	Seed uint64
	// Shares holds the share of each kind.
	Shares map[FaultKind]float64
}

// ParseFaults parses faults from text such as "reset=0.05,status500=0.05,lost=0.02,seed=1". Empty text means no faults.
func ParseFaults(text string) (Faults, error) {
	faults := Faults{Shares: map[FaultKind]float64{}}
	if text == "" {
		return faults, nil
	}
	seen := map[string]bool{}
	for part := range strings.SplitSeq(text, ",") {
		name, value, found := strings.Cut(part, "=")
		if !found {
			return Faults{}, fmt.Errorf("%q: must be name=value, such as reset=0.05", part)
		}
		if seen[name] {
			return Faults{}, fmt.Errorf("%s is given twice", name)
		}
		seen[name] = true
		if name == "seed" {
			seed, err := strconv.ParseUint(value, 10, 64)
			if err != nil {
				return Faults{}, fmt.Errorf("seed=%s: must be a non-negative whole number", value)
			}
			faults.Seed = seed
			continue
		}
		share, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return Faults{}, fmt.Errorf("%s=%s: must be a number between 0 and 1", name, value)
		}
		faults.Shares[FaultKind(name)] = share
	}
	return faults, faults.validate()
}

// validate reports unknown kinds and shares out of range.
func (f Faults) validate() error {
	var known []string
	for _, named := range faultKinds() {
		known = append(known, string(named.kind))
	}
	var problems []error
	sum := 0.0
	for _, kind := range slices.Sorted(maps.Keys(f.Shares)) {
		share := f.Shares[kind]
		if !slices.Contains(known, string(kind)) {
			problems = append(problems, fmt.Errorf("unknown fault %q: must be one of %s, or seed", kind, strings.Join(known, ", ")))
		}
		if inRange := share >= 0 && share <= 1; !inRange { // NaN is not in range either
			problems = append(problems, fmt.Errorf("%s=%v: must be a share between 0 and 1", kind, share))
		}
		sum += share
	}
	if len(problems) == 0 && sum > 1 {
		problems = append(problems, fmt.Errorf("the sum of the shares of all faults is %v, but must be at most 1", sum))
	}
	return errors.Join(problems...)
}

// dice draws faults.
type dice struct {
	shares map[FaultKind]float64
	kinds  []namedFault

	mu     sync.Mutex
	random *rand.Rand
}

func newDice(faults Faults) *dice {
	drawn := &dice{shares: map[FaultKind]float64{}, random: rand.New(rand.NewPCG(faults.Seed, 0))}
	for _, named := range faultKinds() {
		if share := faults.Shares[named.kind]; share > 0 {
			drawn.shares[named.kind] = share
			named.fault.name = string(named.kind)
			drawn.kinds = append(drawn.kinds, named)
		}
	}
	return drawn
}

// roll draws the fault of one request, and reports whether there is one.
func (d *dice) roll() (Fault, bool) {
	if len(d.kinds) == 0 {
		return Fault{}, false
	}
	d.mu.Lock()
	drawn := d.random.Float64()
	d.mu.Unlock()
	for _, named := range d.kinds {
		share := d.shares[named.kind]
		if drawn < share {
			return named.fault, true
		}
		drawn -= share
	}
	return Fault{}, false
}
