using System.CommandLine;
using System.Text.Json.Nodes;
using Amqp1.Cli.Commands.Queues;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Output;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands;

/// <summary>Moves dead letters back to the queues to which they were sent.</summary>
internal sealed class QueuesReplayCommand : ToolCommand
{
    private readonly BusOptions _bus = new();
    private readonly Argument<string> _queue = new("queue") { Description = "The name of the dead-letter queue.", DefaultValueFactory = _ => "dead-letters" };
    private readonly Option<long?> _count = new("--count", "-n") { Description = "The maximum number of messages. Default: all that wait when the command starts.", HelpName = "N" };

    private readonly Option<bool> _create = new("--create") { Description = "Create the queues that do not exist any more. The broker deletes a queue that it has created on use when it has neither links nor messages." };

    public QueuesReplayCommand()
        : base("replay", "Moves dead letters back to the queues to which they were sent, in order. 'amqp1 queues list' shows the name of the dead-letter queue.")
    {
        _count.RequireAtLeast(1);
        Arguments.Add(_queue);
        Options.Add(_count);
        Options.Add(_create);
        _bus.AddTo(this);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 queues list",
        "amqp1 queues peek dead-letters",
        "amqp1 queues replay --create",
        "amqp1 queues replay dead-letters --count 1",
    ];

    /// <inheritdoc />
    public override async Task<int> RunAsync(CommandRun run)
    {
        await using var queues = await QueueAdministration.OpenAsync(run, _bus.Read(run.Parsed)).ConfigureAwait(false);
        var name = run.Get(_queue);
        var rows = await queues.ListAsync(run.Cancel).ConfigureAwait(false);
        var existing = rows.Select(row => row.Text("name") ?? "").ToHashSet(StringComparer.Ordinal);
        var row = rows.FirstOrDefault(row => row.Text("name") == name)
            ?? throw new CommandFailedException(ExitCode.Failed, $"There is no queue {name}. 'amqp1 queues list' shows those that exist.");

        // A message that fails again returns to the queue while this command runs, and must not be replayed forever.
        var most = Math.Min(run.Get(_count) ?? long.MaxValue, row.Number("depth") ?? 0);
        var moved = await Progress.WhileAsync(run.Terminal, "Moving messages", () => Replay.RunAsync(queues, name, most, existing, run.Get(_create), run.Cancel)).ConfigureAwait(false);
        Write(run.Terminal, moved);
        var left = most - moved.Values.Sum();
        return left == 0
            ? ExitCode.Success
            : throw new CommandFailedException(ExitCode.Failed, $"{left} messages remain, because the oldest one does not contain the address of another queue to which it was sent. A service with a dead-letter topic sends to that. Move them with 'amqp1 queues move {name} QUEUE'.");
    }

    private static void Write(Terminal terminal, IReadOnlyDictionary<string, long> moved)
    {
        if (terminal.IsJson)
        {
            terminal.WriteJson(new JsonObject(moved.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)JsonValue.Create(entry.Value)))));
            return;
        }

        foreach (var (queue, count) in moved)
        {
            terminal.WriteLine($"Moved {count} messages to {PeerText.Clean(queue)}.");
        }

        if (moved.Count == 0)
        {
            terminal.WriteLine("Moved 0 messages.");
        }
    }
}
