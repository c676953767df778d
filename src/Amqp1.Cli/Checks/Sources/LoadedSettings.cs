using Amqp1.Configuration;

namespace Amqp1.Cli.Checks.Sources;

/// <summary>The options that a URL or file sets, and the problems that were found while they were read.</summary>
/// <param name="Source">The file name or the masked URL.</param>
/// <param name="Syntax">The form of the source.</param>
/// <param name="Options">The options. Options that could not be read have their defaults.</param>
internal sealed record LoadedSettings(string Source, SettingsSyntax Syntax, Amqp1Options Options)
{
    /// <summary>The reasons why the options cannot be used, without secrets.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>The settings that have no effect, without secrets.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Returns the line that sets an option, in the syntax of the source.</summary>
    /// <param name="path">The key below <c>Amqp1</c>, such as <c>Security:Ssl</c>.</param>
    /// <param name="value">The value, in the syntax of oslo.config.</param>
    public string LineOf(string path, string value) => OptionLine.Of(this, path, value);
}
