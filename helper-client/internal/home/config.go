package home

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"vouch.dev/client/internal/atomicfile"
	"vouch.dev/client/internal/ownfile"
)

// Config is what vouch remembers between runs.
type Config struct {
	Server string `json:"server"`        // the server's base URL, without a slash at the end
	Log    bool   `json:"log,omitempty"` // the agent keeps a log; false unless the person writes it here
}

// maxConfig bounds the configuration, in bytes.
const maxConfig = 64 << 10

// ReadConfig reads the configuration; without a file it is empty.
func (h Home) ReadConfig() (Config, error) {
	data, err := ownfile.Read(h.ConfigFile, maxConfig)
	if errors.Is(err, fs.ErrNotExist) {
		return Config{}, nil
	}
	if err != nil {
		return Config{}, fmt.Errorf("read the configuration: %w", err)
	}
	var config Config
	if err := json.Unmarshal(data, &config); err != nil {
		return Config{}, fmt.Errorf("%s is not the JSON that vouch writes: %w", h.ConfigFile, err)
	}
	return config, nil
}

// WriteConfig replaces the configuration.
func (h Home) WriteConfig(config Config) error {
	if err := h.MakeConfigFolder(); err != nil {
		return err
	}
	data, err := json.MarshalIndent(config, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the configuration: %w", err)
	}
	if err := atomicfile.Write(h.ConfigFile, append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("write the configuration: %w", err)
	}
	return nil
}
