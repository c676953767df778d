namespace Amqp1.Cli.Checks.Sources;

/// <summary>The exception for a source of settings that cannot be read at all.</summary>
internal sealed class SettingsException(string message) : Exception(message);
