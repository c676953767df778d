using System.CommandLine;
using System.Text.Json.Nodes;
using Amqp1.Cli.Commands.Queues;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands;

/// <summary>Creates a queue that stays.</summary>
internal sealed class QueuesCreateCommand : ToolCommand
{
    private readonly BusOptions _bus = new();
    private readonly Argument<string> _queue = new("queue") { Description = "The address of the queue." };

    public QueuesCreateCommand()
        : base("create", "Creates a queue that stays when it has neither links nor messages.")
    {
        Arguments.Add(_queue);
        _bus.AddTo(this);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples => ["amqp1 queues create audit"];

    /// <inheritdoc />
    public override async Task<int> RunAsync(CommandRun run)
    {
        await using var queues = await QueueAdministration.OpenAsync(run, _bus.Read(run.Parsed)).ConfigureAwait(false);
        await queues.CreateAsync(run.Get(_queue), run.Cancel).ConfigureAwait(false);
        if (run.Terminal.IsJson)
        {
            run.Terminal.WriteJson(new JsonObject { ["created"] = run.Get(_queue) });
        }
        else
        {
            run.Terminal.WriteLine($"Created {run.Get(_queue)}.");
        }

        return ExitCode.Success;
    }
}
