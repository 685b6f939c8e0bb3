// Package hostile holds what a terminal would obey, for the tests of every
// place where text may appear: nothing of it may come out as it went in.
package hostile

import "strings"

// Inputs are texts with sequences, controls and letters that move a cursor,
// hide something, answer a query or open something, by what they would do.
func Inputs() map[string]string {
	return map[string]string{
		"clear": "a\x1b[2Jb", "clear scrollback": "a\x1b[3J", "up and erase": "a\x1b[1A\x1b[2K",
		"hide cursor": "\x1b[?25l", "alternate screen": "\x1b[?1049l", "mouse": "\x1b[?1003h",
		"paste": "\x1b[?2004l", "insert": "\x1b[4h", "margins": "\x1b[5;6r", "resize": "\x1b[8;1;1t",
		"keyboard": "\x1b[>1u", "report": "\x1b[6n", "attributes": "\x1b[c", "tertiary": "\x1b[=c",
		"title report": "\x1b[21t", "DECRQSS": "\x1bP$qm\x1b\\", "termcap": "\x1bP+q544e\x1b\\", "ENQ": "\x05",
		"palette": "\x1b]4;1;?\x07", "background": "\x1b]11;?\x1b\\", "font": "\x1b]50;?\x07",
		"title BEL": "\x1b]0;x\x07", "title ST": "\x1b]2;x\x1b\\", "title open": "\x1b]2;x", "cwd": "\x1b]7;file:///x\x07",
		"spoofed link": "\x1b]8;;http://evil.example\x1b\\https://bank.example\x1b]8;;\x1b\\",
		"file link":    "\x1b]8;;file:///etc/passwd\x07x\x1b]8;;\x07",
		"script link":  "\x1b]8;;javascript:alert(1)\x07x\x1b]8;;\x07",
		"notify":       "\x1b]9;x\x07", "clipboard write": "\x1b]52;c;eA==\x07", "clipboard read": "\x1b]52;c;?\x07",
		"prompt": "\x1b]133;A\x07", "urxvt": "\x1b]777;notify;a;b\x07", "iTerm": "\x1b]1337;File=:eA==\x07",
		"sixel": "\x1bPq#0;2;0;0;0\x1b\\", "tmux": "\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\", "DECUDK": "\x1bP0;0|17/41\x1b\\",
		"APC": "\x1b_x\x1b\\", "PM": "\x1b^x\x1b\\", "SOS": "\x1bXx\x1b\\", "screen title": "\x1bkx\x1b\\",
		"reset": "\x1bc", "soft reset": "\x1b[!p", "alignment": "\x1b#8",
		"C1 CSI": "\u009b2J", "C1 OSC": "\u009d0;x\u009c", "C1 DCS": "\u0090q\u009c", "NEL": "a\u0085b", "RI": "\u008d",
		"raw 9b": "\x9b2J", "raw 9d": "\x9d0;x\x9c", "lone ESC": "a\x1b", "ESC LF": "\x1b\n[2J",
		"CAN": "\x1b[\x182J", "SUB": "\x1b[\x1a2J", "overlong": "\xc0\x9b", "surrogate": "\xed\xa0\x80", "broken": "\xe2\x9c\x1b[2J",
		"NUL": "\x00", "BEL": "\x07", "BS": "\x08", "CR": "secret\rshown", "VT": "\x0b", "FF": "\x0c", "SO": "\x0e",
		"SI": "\x0f", "DC1": "\x11", "DC3": "\x13", "DEL": "\x7f",
		"RLO": "a\u202eb", "isolate": "a\u2066b\u2069", "ZWSP": "a\u200bb", "LS": "a\u2028b", "PS": "a\u2029b",
		"marks": "a" + strings.Repeat("\u0301", 5000), "noncharacter": "\ufdd0\uffff\U0001fffe",
		"tags": "a\U000e0041\U000e007f", "inner BOM": "a\ufeffb",
	}
}
