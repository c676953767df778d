using System.CommandLine;
using Amqp1.Cli.Output;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Execution;

/// <summary>One run of a command: the parsed command line, the output and the token that Ctrl-C cancels.</summary>
/// <param name="Parsed">The parsed command line.</param>
/// <param name="Terminal">The output.</param>
/// <param name="Cancel">The token that Ctrl-C and SIGTERM cancel.</param>
internal sealed record CommandRun(ParseResult Parsed, Terminal Terminal, CancellationToken Cancel)
{
    /// <summary>The value of <c>--timeout</c>; null when the option is absent.</summary>
    public TimeSpan? Timeout => Parsed.GetValue(SharedOptions.Timeout);

    /// <summary>Whether <c>--verbose</c> is given.</summary>
    public bool IsVerbose => Parsed.GetValue(SharedOptions.Verbose);

    /// <summary>Returns the value of an option.</summary>
    public T? Get<T>(Option<T> option) => Parsed.GetValue(option);

    /// <summary>Returns the value of an argument. Required arguments have a value when a command runs.</summary>
    public T Get<T>(Argument<T> argument) => Parsed.GetRequiredValue(argument);

    /// <summary>Completes when the user ends the command with Ctrl-C or SIGTERM. Does not throw.</summary>
    public async Task WaitForEndAsync()
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = Cancel.Register(end.SetResult).ConfigureAwait(false);
        await end.Task.ConfigureAwait(false);
    }
}
