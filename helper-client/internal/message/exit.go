package message

// Exit is the status that vouch ends with. The numbers are stable.
type Exit int

// The exit statuses of vouch.
const (
	ExitOK          Exit = 0
	ExitFailed      Exit = 1   // the answer is no, or a failure without a status of its own
	ExitUsage       Exit = 2   // the command line is wrong
	ExitNotLoggedIn Exit = 3   // nobody is logged in, or the session is over
	ExitRefused     Exit = 4   // the policy, or the server's administrator, does not allow it
	ExitUnreachable Exit = 5   // the server, or AWS behind it, cannot be reached or is busy: trying again may help
	ExitLocal       Exit = 6   // something on this machine: files, folders, the agent
	ExitProtocol    Exit = 7   // something answered, but not as this version of Vouch does
	ExitInterrupted Exit = 130 // Ctrl-C or SIGTERM
)

// ExitMeaning is one line of the documentation.
type ExitMeaning struct {
	Status  Exit
	Meaning string
}

// Exits lists every exit status with its meaning, in order.
func Exits() []ExitMeaning {
	return []ExitMeaning{
		{ExitOK, "done; for why: allowed; for audit verify: verified"},
		{ExitFailed, "the answer is no (audit verify: not verified; policy apply: not valid), or any other failure"},
		{ExitUsage, "the command line is wrong"},
		{ExitNotLoggedIn, "nobody is logged in, or the session is over: vouch login"},
		{ExitRefused, "refused by the policy or by the server; for why: refused"},
		{ExitUnreachable, "the server, or what it needs, cannot be reached or is busy: try again"},
		{ExitLocal, "something on this machine is in the way: a file, a folder, the agent"},
		{ExitProtocol, "something answered, but not as this version of Vouch does"},
		{ExitInterrupted, "interrupted"},
	}
}
