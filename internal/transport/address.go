package transport

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
)

// ParseBaseURL parses a system's address: scheme, host, and an optional port
// and path prefix. It accepts plain http only for loopback hosts, because every
// request carries a credential. It removes trailing slashes.
//
// Errors say what is wrong and what to write. They never contain user
// information or a token from the address.
func ParseBaseURL(text string) (*url.URL, error) {
	address, err := url.Parse(text)
	if err != nil {
		return nil, errors.New("it is not a URL; write the scheme and host, for example https://acme.teamwork.com")
	}
	switch {
	case address.User != nil:
		return nil, errors.New("it must not contain a user name or password; use the credential attributes")
	case address.Scheme == "" && strings.Contains(address.Path, ".") && !strings.HasPrefix(address.Path, "/"):
		return nil, fmt.Errorf("%s has no scheme; write the scheme and host, for example https://acme.teamwork.com", quoted(text))
	case address.Host == "" || address.Hostname() == "":
		return nil, fmt.Errorf("%s has no host; write the scheme and host, for example https://acme.teamwork.com", quoted(text))
	case address.RawQuery != "" || address.ForceQuery || address.Fragment != "":
		return nil, fmt.Errorf("%s must not have a query or a fragment; write only the scheme, the host and, if needed, a path", quoted(text))
	case address.Scheme == "https":
	case address.Scheme == "http" && isLoopback(address.Hostname()):
	case address.Scheme == "http":
		return nil, fmt.Errorf("%s would send the credential unencrypted; write https:// "+
			"(http:// is accepted only for localhost)", quoted(text))
	default:
		return nil, fmt.Errorf("%s does not start with https://", quoted(text))
	}
	address.Host = strings.ToLower(address.Host)
	address.Path = strings.TrimRight(address.Path, "/")
	address.RawPath = strings.TrimRight(address.RawPath, "/")
	return address, nil
}

// quoted returns an address for an error text, unless it may contain a credential.
func quoted(text string) string {
	if strings.ContainsAny(text, "@?#") {
		return "the address"
	}
	return strconv.Quote(text)
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// CheckCredential checks whether a credential can be sent in a header. It
// refuses a line break from a copied file, the usual mistake, before net/http
// could include the whole value in its own error.
func CheckCredential(value string) error {
	for _, r := range value {
		switch {
		case r == '\n' || r == '\r':
			return errors.New("it contains a line break, probably from the file it was read from; remove it, with trimspace() in HCL or $(cat FILE) in a shell")
		case r < 0x20 || r == 0x7f:
			return errors.New("it contains a control character, which cannot be sent")
		}
	}
	return nil
}
