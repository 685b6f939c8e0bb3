package inert

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

const maxURL = 4096 // bytes of an address that URL accepts

// URL gives the address s re-written so that it is safe to show and to open,
// and whether it can be: http, https and mailto only; no control characters;
// no name or password before the host, which is how a false host is shown; a
// mailto is the bare address. The result is ASCII without spaces and begins
// with its scheme.
func URL(s string) (string, bool) {
	s = strings.Trim(s, " \t\r\n")
	if s == "" || len(s) > maxURL || !utf8.ValidString(s) || Line(s) != s {
		return "", false
	}
	u, err := url.Parse(s)
	if err != nil {
		return "", false
	}
	switch u.Scheme {
	case "mailto":
		return mailto(u.Opaque)
	case "http", "https":
	default:
		return "", false
	}
	if u.Hostname() == "" || u.Opaque != "" || strings.ContainsAny(u.Host, "\\\"'<>`{}|^ ") {
		return "", false
	}
	u.User = nil
	return visible(u.String()), true
}

// mailto checks the address of a mailto link. The fields after "?" are left
// out: mail programs have taken attachments from them.
func mailto(address string) (string, bool) {
	name, host, ok := strings.Cut(address, "@")
	if !ok || name == "" || host == "" || strings.HasPrefix(name, "-") || strings.ContainsAny(host, "@/\\") {
		return "", false
	}
	return "mailto:" + visible(address), true
}

// visible writes the bytes of s that do not stand for themselves in an
// address with percent signs.
func visible(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if alphanumeric(c) || strings.IndexByte("-._~:/?#[]@!$&()*+,;=%", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}
