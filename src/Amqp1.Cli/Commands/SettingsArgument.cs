using System.CommandLine;
using Amqp1.Cli.Checks.Sources;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands;

/// <summary>The argument that names settings to examine. Unlike the options of other commands, it accepts settings with errors.</summary>
internal sealed class SettingsArgument
{
    private readonly Argument<string[]> _sources = new("source")
    {
        Description = "A transport URL, an ini file of oslo.config or an appsettings file (.json). Later ones override earlier ones. Default: Amqp1__TransportUrl, or amqp://localhost:5672/",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _settings = new("--option", "-o")
    {
        Description = "One setting of the section Amqp1, such as Security:SslCaFile=ca.pem. May be repeated.",
        HelpName = "NAME=VALUE",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _url = new("--url", "-u")
    {
        Description = "A transport URL, as for the other commands. The same as a source.",
        HelpName = "URL",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _files = new("--config-file", "-c")
    {
        Description = "A file, as for the other commands. The same as a source. May be repeated.",
        HelpName = "FILE",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Adds the argument and its options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_sources);
        command.Options.Add(_url);
        command.Options.Add(_files);
        command.Options.Add(_settings);
    }

    /// <summary>Reads the settings. Throws <see cref="UsageException"/> if a file cannot be read at all.</summary>
    public async Task<LoadedSettings> ReadAsync(CommandRun run)
    {
        var settings = (run.Get(_settings) ?? []).Select(text => text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
            ? KeyValuePair.Create(text[..at], (string?)text[(at + 1)..])
            : throw new UsageException("A value of --option is not in the form NAME=VALUE, such as Security:SslCaFile=ca.pem."));
        try
        {
            // The command line takes precedence over files.
            string[] sources = [.. run.Parsed.GetValue(_sources) ?? [], .. run.Get(_files) ?? [], .. run.Get(_url) ?? []];
            return await SettingsLoader.LoadAsync(sources, [.. settings], run.Cancel).ConfigureAwait(false);
        }
        catch (SettingsException unreadable)
        {
            throw new UsageException(unreadable.Message, unreadable);
        }
    }
}
