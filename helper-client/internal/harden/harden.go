// Package harden closes a process that holds secrets to debuggers and core dumps.
package harden
