using System.CommandLine;

namespace Amqp1.Cli.Commands;

/// <summary>The commands for the queues of the embedded broker and of qpidd.</summary>
internal sealed class QueuesCommand : Command
{
    public QueuesCommand()
        : base("queues", "Lists, shows, empties and moves the queues of the embedded broker and of qpidd, and replays dead letters.")
    {
        Subcommands.Add(new QueuesListCommand());
        Subcommands.Add(new QueuesCreateCommand());
        Subcommands.Add(new QueuesPeekCommand());
        Subcommands.Add(new QueuesMoveCommand());
        Subcommands.Add(new QueuesReplayCommand());
        Subcommands.Add(new QueuesPurgeCommand());
    }
}
