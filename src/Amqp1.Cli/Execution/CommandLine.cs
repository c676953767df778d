using System.CommandLine;
using System.CommandLine.Invocation;
using Amqp1.Cli.Output;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Execution;

/// <summary>Parses a command line and runs its command.</summary>
internal static class CommandLine
{
    /// <summary>Runs the command and returns the exit code of the process. Does not throw.</summary>
    /// <param name="root">The root command.</param>
    /// <param name="args">The arguments of the process.</param>
    /// <param name="terminal">The output of the process.</param>
    public static async Task<int> InvokeAsync(RootCommand root, string[] args, Terminal terminal)
    {
        foreach (var command in AllOf(root))
        {
            command.SetAction((parsed, cancel) => RunAsync(command, parsed, terminal, cancel));
        }

        // Arguments may be @FILE, which names a file of JSON and not a file of further arguments.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction error)
        {
            error.ShowHelp = false;
        }

        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,

            // The library would watch for signals only after the command has run up to its first wait.
            ProcessTerminationTimeout = null,
            Output = parsed.Action is ParseErrorAction ? terminal.Error : terminal.Out,
            Error = terminal.Error,
        };
        using var termination = new Termination();
        var ended = await Task.WhenAny(parsed.InvokeAsync(invocation, termination.Token), termination.Overdue).ConfigureAwait(false);
        var code = await ended.ConfigureAwait(false);
        if (parsed.Action is not ParseErrorAction)
        {
            return code;
        }

        terminal.WriteNote($"Run '{PathOf(parsed.CommandResult.Command)} --help' for help.");
        return ExitCode.Usage;
    }

    private static async Task<int> RunAsync(ToolCommand command, ParseResult parsed, Terminal terminal, CancellationToken cancel)
    {
        var configured = terminal.With(parsed.GetValue(SharedOptions.Json), parsed.GetValue(SharedOptions.NoColor));
        try
        {
            return await command.RunAsync(new CommandRun(parsed, configured, cancel)).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            return FailureReport.Write(configured, failure, cancel);
        }
    }

    private static string PathOf(Symbol command) => string.Join(' ', command.Parents.Select(PathOf).Append(command.Name));

    private static IEnumerable<ToolCommand> AllOf(Command command) =>
        command.Subcommands.SelectMany(sub => AllOf(sub).Concat(sub is ToolCommand own ? [own] : []));
}
