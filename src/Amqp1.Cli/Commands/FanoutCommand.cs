using Amqp1.Cli.Execution;

namespace Amqp1.Cli.Commands;

/// <summary>Sends a request that has no answer to every server of a topic.</summary>
internal sealed class FanoutCommand : ToolCommand
{
    private readonly RequestOptions _request = new();

    public FanoutCommand()
        : base("fanout", "Sends a request that has no answer to every server of a topic.") => _request.AddTo(this);

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 fanout compute reload_config",
        "amqp1 fanout scheduler update_weights weights:=@weights.json --timeout 5s",
    ];

    /// <inheritdoc />
    public override async Task<int> RunAsync(CommandRun run)
    {
        var request = await _request.ReadAsync(run).ConfigureAwait(false);
        await using var transport = await BusConnection.OpenAsync(run, request.Bus).ConfigureAwait(false);
        var client = transport.CreateRpcClient(request.Target).Prepare(context: request.Context);
        return await SendReport.WriteAsync(
            run, $"{request.Method} to all servers of topic {request.Target.Topic}", () => client.FanoutAsync(request.Method, request.Arguments, run.Cancel))
            .ConfigureAwait(false);
    }
}
