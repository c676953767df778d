using System.CommandLine;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands;

/// <summary>The option that adds entries to the request context.</summary>
internal sealed class ContextOption
{
    private readonly Option<string[]> _context = new("--context")
    {
        Description = "An entry of the request context: name=text, name:=json or @file. May be repeated.",
        HelpName = "NAME=VALUE",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Adds the option to a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_context);

    /// <summary>Reads the context.</summary>
    public async Task<MessagingContext> ReadAsync(CommandRun run) =>
        MessagingContext.FromJson(await NamedValues.ReadAsync(run.Get(_context) ?? [], Console.In, run.Cancel).ConfigureAwait(false));
}
