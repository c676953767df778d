using System.Diagnostics;
using System.Text.Json.Nodes;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Output;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands;

/// <summary>Sends a message that has no answer, and writes that the peer has accepted it.</summary>
internal static class SendReport
{
    /// <summary>Sends the message, waits until it is accepted and writes the time that this took.</summary>
    /// <param name="run">The run of the command.</param>
    /// <param name="what">The message, as the report names it, such as <c>build_instance to topic compute</c>.</param>
    /// <param name="send">Sends the message.</param>
    public static async Task<int> WriteAsync(CommandRun run, string what, Func<Task> send)
    {
        var start = Stopwatch.GetTimestamp();
        await Progress.WhileAsync(run.Terminal, $"Waiting until {what} is accepted", send).ConfigureAwait(false);
        var elapsed = Stopwatch.GetElapsedTime(start);
        if (run.Terminal.IsJson)
        {
            run.Terminal.WriteJson(new JsonObject { ["accepted"] = true, ["milliseconds"] = Duration.Milliseconds(elapsed) });
        }
        else
        {
            run.Terminal.WriteLine($"Sent {what}: accepted after {Duration.Format(elapsed)}.");
        }

        return ExitCode.Success;
    }
}
