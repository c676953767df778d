using System.Text.Json.Nodes;
using Amqp1.Cli.Commands.Queues;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Management;
using Amqp1.Cli.Output;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands;

/// <summary>Lists the queues with their depths.</summary>
internal sealed class QueuesListCommand : ToolCommand
{
    private readonly BusOptions _bus = new();

    public QueuesListCommand()
        : base("list", "Lists the queues and durable subscriptions with their depths.") => _bus.AddTo(this);

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 queues list",
        "amqp1 queues list --json | jq -r '.[] | select(.depth > 1000) | .name'",
    ];

    /// <inheritdoc />
    public override async Task<int> RunAsync(CommandRun run)
    {
        await using var queues = await QueueAdministration.OpenAsync(run, _bus.Read(run.Parsed)).ConfigureAwait(false);
        var rows = await queues.ListAsync(run.Cancel).ConfigureAwait(false);
        if (run.Terminal.IsJson)
        {
            run.Terminal.WriteJson(new JsonArray([.. rows.Select(AmqpJson.Of)]));
            return ExitCode.Success;
        }

        var table = TableOf.Columns("Queue", "Depth", "Oldest", "Consumers", "Received", "Accepted", "Dead", "Expired", "Dropped").KeepOnOneLine(1..);
        foreach (var row in rows.OrderByDescending(row => row.Number("depth") ?? 0).ThenBy(row => row.Text("name"), StringComparer.Ordinal))
        {
            table.AddPlainRow(
                row.Text("name"), row.Text("depth"), Age(row.Number("oldestAgeMilliseconds")), row.Text("consumers"), row.Text("enqueued"), row.Text("accepted"),
                row.Text("deadLettered"), row.Text("expired"), row.Text("dropped"));
        }

        run.Terminal.Write(table);
        return ExitCode.Success;
    }

    private static string Age(long? milliseconds) => milliseconds is { } age ? Duration.Rough(TimeSpan.FromMilliseconds(age)) : "-";
}
