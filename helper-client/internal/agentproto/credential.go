package agentproto

import (
	"encoding/json"
	"errors"
	"time"

	"vouch.dev/client/internal/secret"
	"vouch.dev/client/internal/strictjson"
)

// credentialRequest is what Encode makes of a Request, but for the host.
const credentialRequest = `{"v":1,"op":"credential","host":`

// Credential asks for the credential of a host. It says and understands what Call
// does, but writes and reads by hand: encoding/json would first work out how to
// treat every type of the protocol, which is a tenth of the helper's whole time.
func (c *Conn) Credential(host string, deadline time.Time) (Answer, error) {
	name, err := json.Marshal(host)
	if err != nil {
		return Answer{}, err
	}
	if err := c.write([]byte(credentialRequest+string(name)+"}\n"), deadline); err != nil {
		return Answer{}, err
	}
	reply, err := c.readLine(deadline)
	if err != nil {
		return Answer{}, err
	}
	members, err := strictjson.Object(reply, nil)
	if err != nil {
		return Answer{}, ErrGarbage
	}
	if len(members) != 1 || string(members[0].Name) != "credential" {
		return answered(reply)
	}
	var credential Credential
	if credential.UnmarshalJSON(members[0].Value) != nil {
		return Answer{}, ErrGarbage
	}
	return Answer{Credential: &credential}, nil
}

func answered(reply []byte) (Answer, error) {
	var answer Answer
	if json.Unmarshal(reply, &answer) != nil {
		return Answer{}, ErrGarbage
	}
	return answer, nil
}

var errCredential = errors.New("the credential is not readable")

// UnmarshalJSON reads what MarshalJSON wrote.
func (c *Credential) UnmarshalJSON(data []byte) error {
	members, err := strictjson.Object(data, nil)
	if err != nil {
		return errCredential
	}
	var read Credential
	for _, member := range members {
		text, err := strictjson.Text(member.Value)
		if err != nil {
			return errCredential
		}
		switch string(member.Name) {
		case "username":
			read.Username = text
		case "secret":
			read.Secret = secret.New(text)
		case "expires_at":
			if read.ExpiresAt, err = time.Parse(time.RFC3339Nano, text); err != nil {
				return errCredential
			}
		default:
			return errCredential
		}
	}
	*c = read
	return nil
}
