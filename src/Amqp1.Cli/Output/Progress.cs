using Spectre.Console;

namespace Amqp1.Cli.Output;

/// <summary>Shows on a terminal that a command waits. Standard error is used, and nothing is shown when it is not a terminal.</summary>
internal static class Progress
{
    /// <summary>Runs work and shows a text while it runs.</summary>
    /// <param name="terminal">The output.</param>
    /// <param name="text">The text, such as <c>Waiting for a server of compute</c>.</param>
    /// <param name="work">The work.</param>
    public static Task<T> WhileAsync<T>(Terminal terminal, string text, Func<Task<T>> work) => terminal.ShowsProgress
        ? terminal.ErrorConsole.Status().StartAsync(Markup.Escape(PeerText.Clean(text)), _ => work())
        : work();

    /// <inheritdoc cref="WhileAsync{T}" />
    public static Task WhileAsync(Terminal terminal, string text, Func<Task> work) => WhileAsync(terminal, text, async () =>
    {
        await work().ConfigureAwait(false);
        return true;
    });
}
