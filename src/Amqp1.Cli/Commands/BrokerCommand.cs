using System.CommandLine;
using Amqp1.Cli.Commands.Intermediaries;
using Amqp1.Cli.Execution;
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

    private readonly ListenerOptions _listener = new();

    public BrokerCommand()
        : base("broker", "Runs an AMQP 1.0 message broker until Ctrl-C or SIGTERM.")
    {
        Options.Add(_preset);
        _listener.AddTo(this);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 broker",
        "amqp1 broker --preset broker --host 0.0.0.0 --users-file /etc/amqp1/users",
        "amqp1 broker --address audit=queue",
    ];

    /// <inheritdoc />
    public override Task<int> RunAsync(CommandRun run) => IntermediaryHost.RunAsync(run, _listener.Read(run, run.Get(_preset)));
}
