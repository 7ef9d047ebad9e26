package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"vouch.dev/client/internal/agentproto"
	"vouch.dev/client/internal/broker"
	"vouch.dev/client/internal/home"
	"vouch.dev/client/internal/launch"
	"vouch.dev/client/internal/message"
)

// loginTime is how long a login may take, a little longer than the agent's 5 minutes.
const loginTime = 5*time.Minute + 15*time.Second

func newLoginCommand(env Env) *cobra.Command {
	var server string
	var noBrowser bool
	cmd := &cobra.Command{
		Use:   "login",
		Short: "Log in with a security key",
		Long: "Log in with a security key. The login page opens in the browser (BROWSER, or the\n" +
			"system's own) and shows the same confirmation code as the terminal. The server is\n" +
			"remembered after the first login.",
		Example:     "  vouch login --server https://vouch.example.com\n  vouch login\n  vouch login --no-browser",
		Annotations: waitingFor("waiting for the login page and the touch of your security key"),
		Args:        cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if server == "" {
				server = env.Getenv("VOUCH_SERVER")
			}
			return login(cmd.Context(), env, server, noBrowser)
		},
	}
	cmd.Flags().StringVar(&server, "server", "",
		"the Vouch server, https://HOST (default: VOUCH_SERVER, then the server of the last login)")
	cmd.Flags().BoolVar(&noBrowser, "no-browser", false, "print the address instead of opening a browser")
	return cmd
}

func login(ctx context.Context, env Env, server string, noBrowser bool) error {
	places, err := env.places()
	if err != nil {
		return err
	}
	server, err = chooseServer(places, server)
	if err != nil {
		return err
	}
	conn, err := env.startAgent(places)
	if err != nil {
		return err
	}
	defer conn.Close()
	status, err := env.touch(ctx, conn, server, noBrowser)
	if err != nil {
		return err
	}
	if err := remember(places, server); err != nil {
		return message.New(message.ConfigUnwritten, err, "why", err.Error(), "server", server)
	}
	return env.showLoggedIn(*status)
}

// remember keeps what else the configuration says, and replaces one that cannot be used.
func remember(places home.Home, server string) error {
	config, err := places.ReadConfig()
	if err != nil {
		config = home.Config{}
	}
	config.Server = server
	return places.WriteConfig(config)
}

// touch takes the person through the login page.
func (env Env) touch(ctx context.Context, conn *agentproto.Conn, server string, noBrowser bool) (*agentproto.Status, error) {
	end := time.Now().Add(loginTime)
	begun, err := converse(ctx, conn, agentproto.Request{Op: agentproto.OpLoginBegin, Server: server}, end)
	if err != nil {
		return nil, err
	}
	if begun.Login == nil {
		return nil, agentTrouble(agentproto.ErrGarbage)
	}
	env.showCode(server, begun.Login.ConfirmationCode)
	var unopened <-chan struct{}
	if noBrowser {
		env.showAddress(begun.Login.URL)
	} else {
		unopened = env.openBrowser(begun.Login.URL)
	}
	answer, err := env.waitForLogin(ctx, conn, end, unopened, begun.Login.URL)
	if err != nil {
		return nil, err
	}
	if answer.Status == nil {
		return nil, agentTrouble(agentproto.ErrGarbage)
	}
	return answer.Status, nil
}

// chooseServer is the one named, or the one remembered, in its one form.
func chooseServer(places home.Home, named string) (string, error) {
	if named == "" {
		config, err := places.ReadConfig()
		if err != nil {
			return "", message.New(message.ConfigUnusable, err, "why", err.Error())
		}
		named = config.Server
	}
	if named == "" {
		return "", message.New(message.ServerUnknown, nil)
	}
	checked, err := broker.CheckServerURL(named)
	if err != nil {
		return "", message.New(message.ServerMalformed, err, "server", named, "why", err.Error())
	}
	return checked, nil
}

func (env Env) startAgent(places home.Home) (*agentproto.Conn, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, message.New(message.AgentNotStarted, err, "why", err.Error())
	}
	conn, err := launch.Connect(places, launch.Program{Path: program, Getenv: env.Getenv})
	if storage := home.Trouble("the agent cannot be started", err); storage != nil {
		return nil, storage
	}
	if errors.Is(err, launch.ErrStart) {
		return nil, message.New(message.AgentNotStarted, err, "why", err.Error())
	}
	if err != nil {
		return nil, agentTrouble(err)
	}
	return conn, nil
}

// waitForLogin waits for the agent's word, and shows the address when no browser
// opened: the login goes on wherever it is opened on this machine.
func (env Env) waitForLogin(
	ctx context.Context, conn *agentproto.Conn, end time.Time, unopened <-chan struct{}, url string,
) (answer agentproto.Answer, err error) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		answer, err = converse(ctx, conn, agentproto.Request{Op: agentproto.OpLoginWait}, end)
	}()
	select {
	case <-unopened:
		env.showAddress(url)
		<-done
	case <-done:
	}
	return answer, err
}

func (env Env) showCode(server, code string) {
	_, _ = fmt.Fprintf(env.Stderr, "Logging in to %s\nConfirmation code: %s\n"+
		"Check that the page shows the same code before you touch your key.\n", message.Plain(server), message.Plain(code))
}

func (env Env) showAddress(url string) {
	_, _ = fmt.Fprintf(env.Stderr, "Open this address in a browser on this machine:\n%s\n", message.Plain(url))
}

func (env Env) showLoggedIn(status agentproto.Status) error {
	_, err := fmt.Fprintf(env.Stdout, "Logged in as %s until %s.\n", status.User, status.ExpiresAt.Local().Format(time.DateTime))
	for _, registry := range status.Registries {
		if err == nil {
			_, err = fmt.Fprintf(env.Stdout, "  %s\n", registry.Host)
		}
	}
	return err
}
