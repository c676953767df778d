using System.CommandLine;
using System.Text.Json.Nodes;
using Amqp1.Cli.Commands.Queues;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Output;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands;

/// <summary>Drops the waiting messages of a queue.</summary>
internal sealed class QueuesPurgeCommand : ToolCommand
{
    private readonly BusOptions _bus = new();
    private readonly Argument<string> _queue = new("queue") { Description = "The name of the queue." };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do it. Without this option, the command only tells how many messages it would drop." };

    public QueuesPurgeCommand()
        : base("purge", "Drops all waiting messages of a queue for good.")
    {
        Arguments.Add(_queue);
        Options.Add(_yes);
        _bus.AddTo(this);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 queues purge dead-letters",
        "amqp1 queues purge dead-letters --yes",
    ];

    /// <inheritdoc />
    public override async Task<int> RunAsync(CommandRun run)
    {
        await using var queues = await QueueAdministration.OpenAsync(run, _bus.Read(run.Parsed)).ConfigureAwait(false);
        var name = run.Get(_queue);
        if (!run.Get(_yes))
        {
            var row = (await queues.ListAsync(run.Cancel).ConfigureAwait(false)).FirstOrDefault(row => row.Text("name") == name)
                ?? throw new CommandFailedException(ExitCode.Failed, $"There is no queue {name}. 'amqp1 queues list' shows those that exist.");
            throw new UsageException($"{row.Text("depth")} messages of {name} would be dropped for good. Repeat the command with --yes to do it.");
        }

        var dropped = await Progress.WhileAsync(run.Terminal, "Dropping messages", () => queues.PurgeAsync(name, run.Cancel)).ConfigureAwait(false);
        if (run.Terminal.IsJson)
        {
            run.Terminal.WriteJson(new JsonObject { ["dropped"] = dropped });
        }
        else
        {
            run.Terminal.WriteLine($"Dropped {dropped} messages of {name}.");
        }

        return ExitCode.Success;
    }
}
