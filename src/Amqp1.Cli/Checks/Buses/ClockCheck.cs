using Amqp1.Cli.Checks.Findings;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>Compares the clock of this machine with the times that the intermediary has written into the messages of the probes.</summary>
internal sealed class ClockCheck : ICheck
{
    /// <summary>The difference from which on a warning is given. Deadlines of calls are a few seconds or more.</summary>
    private static readonly TimeSpan Largest = TimeSpan.FromSeconds(2);

    public string Name => "clock";

    public IReadOnlyList<string> Needs => ["connection"];

    public string? ReasonToSkip(CheckContext context) => context.TimeStamps.Count == 0
        ? "The peer writes no time into messages, so that the clocks cannot be compared."
            + (context.OpenConnection.IsRabbit ? " It does with message_interceptors.incoming.set_header_timestamp.overwrite = true in rabbitmq.conf." : "")
        : null;

    public Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        var difference = context.TimeStamps.Select(stamp => stamp.Received - stamp.Written).MinBy(value => value.Duration());
        var seen = $"The clock of this machine is {Math.Abs(difference.TotalSeconds):0.0} s {(difference < TimeSpan.Zero ? "behind" : "ahead of")} that of the peer.";
        if (difference.Duration() > Largest)
        {
            findings.Warn("clock", seen, "Synchronize the clocks of both machines, for example with chrony.");
        }
        else
        {
            findings.Ok("clock", $"The clocks differ by {difference.Duration().TotalSeconds:0.0} s or less.");
        }

        return Task.CompletedTask;
    }
}
