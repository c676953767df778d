using System.CommandLine;
using System.Text.Json;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands;

/// <summary>The named values at the end of a command line.</summary>
internal sealed class ValueArguments(string name)
{
    private readonly Argument<string[]> _values = new(name)
    {
        Description = "name=text, name:=json, name=@file, name:=@file; @file or - for a JSON object from a file or from standard input.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Adds the values to a command.</summary>
    public void AddTo(Command command) => command.Arguments.Add(_values);

    /// <summary>Reads the values as a JSON object.</summary>
    public Task<JsonElement> ReadAsync(CommandRun run) => NamedValues.ReadAsync(run.Parsed.GetValue(_values) ?? [], Console.In, run.Cancel);
}
