using System.CommandLine;
using Amqp1.Cli.Commands.Queues;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Output;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands;

/// <summary>Shows messages that wait in a queue, and leaves them there.</summary>
internal sealed class QueuesPeekCommand : ToolCommand
{
    private readonly BusOptions _bus = new();
    private readonly Argument<string> _queue = new("queue") { Description = "The name of the queue, as 'amqp1 queues list' shows it." };
    private readonly Option<int> _count = new("--count", "-n") { Description = "The maximum number of messages.", HelpName = "N", DefaultValueFactory = _ => 10 };

    public QueuesPeekCommand()
        : base("peek", "Shows the oldest messages that wait in a queue, and leaves them there.")
    {
        _count.RequireAtLeast(1);
        Arguments.Add(_queue);
        Options.Add(_count);
        _bus.AddTo(this);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 queues peek dead-letters",
        "amqp1 queues peek dead-letters --count 1000 --json | jq -r .to | sort | uniq -c",
    ];

    /// <inheritdoc />
    public override async Task<int> RunAsync(CommandRun run)
    {
        await using var queues = await QueueAdministration.OpenAsync(run, _bus.Read(run.Parsed)).ConfigureAwait(false);
        var left = run.Get(_count);
        var next = 0L;
        while (left > 0)
        {
            var messages = await queues.PeekAsync(run.Get(_queue), next, left, run.Cancel).ConfigureAwait(false);
            if (messages.Count == 0)
            {
                break;
            }

            foreach (var message in messages)
            {
                Write(run.Terminal, message);
            }

            left -= messages.Count;
            next = messages[^1].Sequence + 1;
        }

        return ExitCode.Success;
    }

    private static void Write(Terminal terminal, QueueMessage message)
    {
        if (terminal.IsJson)
        {
            terminal.WriteJsonLine(message.ToJson());
        }
        else
        {
            var body = PeerText.Clean(Terminal.ToLine(message.Body), 2000);
            var age = message.Age is { } time ? Duration.Rough(time) : "-";
            terminal.WriteLine($"{message.Sequence} age {age} failed {message.Deliveries} to {PeerText.Clean(message.To ?? "-")} {body}");
        }
    }
}
