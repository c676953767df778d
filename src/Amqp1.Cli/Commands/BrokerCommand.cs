using System.CommandLine;
using Amqp1.Cli.Commands.Intermediaries;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Settings;
using Amqp1.Embedded;

namespace Amqp1.Cli.Commands;

/// <summary>Runs the embedded broker until it is stopped.</summary>
internal sealed class BrokerCommand : ToolCommand
{
    private readonly Option<EmbeddedPreset> _preset = new("--preset")
    {
        Description = "Broker (all messages are stored in queues and topics) or Dual (calls are routed, notifications are stored).",
        HelpName = "NAME",
        DefaultValueFactory = _ => EmbeddedPreset.Dual,
    };

    private readonly Option<string?> _store = new("--store") { Description = "A SQLite file that keeps queues and messages over restarts. Its folder must exist. Default: messages are kept in memory.", HelpName = "FILE" };
    private readonly ListenerOptions _listener = new();

    public BrokerCommand()
        : base("broker", "Runs an AMQP 1.0 message broker until Ctrl-C or SIGTERM.")
    {
        Options.Add(_preset);
        Options.Add(_store);
        _listener.AddTo(this);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 broker",
        "amqp1 broker --preset broker --store /var/lib/amqp1/messages.db --host 0.0.0.0 --users-file /etc/amqp1/users",
        "amqp1 broker --address audit=queue",
        "amqp1 broker --http",
    ];

    /// <inheritdoc />
    public override Task<int> RunAsync(CommandRun run)
    {
        var options = _listener.Read(run, run.Get(_preset));
        if (run.Get(_store) is { } path)
        {
            CheckFolder(path);
            options.UseSqliteStore(path);
        }

        return IntermediaryHost.RunAsync(run, options, _listener.ConsoleOf(run));
    }

    private static void CheckFolder(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is not { } folder || !Directory.Exists(folder))
        {
            throw new UsageException($"The folder of the store {path} does not exist.");
        }
    }
}
