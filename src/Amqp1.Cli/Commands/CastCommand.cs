using System.CommandLine;
using Amqp1.Cli.Execution;

namespace Amqp1.Cli.Commands;

/// <summary>Sends a request that has no answer to one server.</summary>
internal sealed class CastCommand : ToolCommand
{
    private readonly RequestOptions _request = new();
    private readonly Option<string?> _server = new("--server", "-s") { Description = "The server that has to receive the request. Default: any server of the topic.", HelpName = "NAME" };

    public CastCommand()
        : base("cast", "Sends a request that has no answer to one server of a topic.")
    {
        _request.AddTo(this);
        Options.Add(_server);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 cast compute reboot instance_id=web-1",
        "amqp1 cast compute refresh force:=true --server host-7 --timeout 5s",
    ];

    /// <inheritdoc />
    public override async Task<int> RunAsync(CommandRun run)
    {
        var request = await _request.ReadAsync(run, run.Get(_server)).ConfigureAwait(false);
        await using var transport = await BusConnection.OpenAsync(run, request.Bus).ConfigureAwait(false);
        var client = transport.CreateRpcClient(request.Target).Prepare(context: request.Context);
        return await SendReport.WriteAsync(
            run, $"{request.Method} to topic {request.Target.Topic}", () => client.CastAsync(request.Method, request.Arguments, run.Cancel)).ConfigureAwait(false);
    }
}
