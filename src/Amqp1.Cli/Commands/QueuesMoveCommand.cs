using System.CommandLine;
using System.Text.Json.Nodes;
using Amqp1.Cli.Commands.Queues;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Output;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands;

/// <summary>Moves waiting messages from one queue to another.</summary>
internal sealed class QueuesMoveCommand : ToolCommand
{
    private readonly BusOptions _bus = new();
    private readonly Argument<string> _from = new("from") { Description = "The name of the queue." };
    private readonly Argument<string> _to = new("to") { Description = "The name of the other queue." };
    private readonly Option<long?> _count = new("--count", "-n") { Description = "The maximum number of messages. Default: all.", HelpName = "N" };

    public QueuesMoveCommand()
        : base("move", "Moves the oldest waiting messages of a queue to another queue, in order.")
    {
        _count.RequireAtLeast(1);
        Arguments.Add(_from);
        Arguments.Add(_to);
        Options.Add(_count);
        _bus.AddTo(this);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 queues move dead-letters openstack.org/om/notify/anycast/openstack/notifications.error",
        "amqp1 queues move audit audit-old --count 1000",
    ];

    /// <inheritdoc />
    public override async Task<int> RunAsync(CommandRun run)
    {
        await using var queues = await QueueAdministration.OpenAsync(run, _bus.Read(run.Parsed)).ConfigureAwait(false);
        var moved = await Progress.WhileAsync(
            run.Terminal, "Moving messages", () => queues.MoveAsync(run.Get(_from), run.Get(_to), run.Get(_count), run.Cancel)).ConfigureAwait(false);
        if (run.Terminal.IsJson)
        {
            run.Terminal.WriteJson(new JsonObject { ["moved"] = moved });
        }
        else
        {
            run.Terminal.WriteLine($"Moved {moved} messages from {run.Get(_from)} to {run.Get(_to)}.");
        }

        return ExitCode.Success;
    }
}
