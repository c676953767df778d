using System.CommandLine;
using Amqp1.Cli.Commands.Intermediaries;
using Amqp1.Cli.Execution;
using Amqp1.Embedded;

namespace Amqp1.Cli.Commands;

/// <summary>Runs the embedded router until it is stopped.</summary>
internal sealed class RouterCommand : ToolCommand
{
    private readonly ListenerOptions _listener = new();

    public RouterCommand()
        : base("router", "Runs an AMQP 1.0 message router until Ctrl-C or SIGTERM. It stores no messages.") => _listener.AddTo(this);

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 router",
        "amqp1 router --host 0.0.0.0 --port 5672 --users-file /etc/amqp1/users",
        "amqp1 router --host 0.0.0.0 --port 5671 --tls-cert bus.pem --tls-key bus.key",
    ];

    /// <inheritdoc />
    public override Task<int> RunAsync(CommandRun run) => IntermediaryHost.RunAsync(run, _listener.Read(run, EmbeddedPreset.Router), _listener.ConsoleOf(run));
}
