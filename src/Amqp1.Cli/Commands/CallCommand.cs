using System.CommandLine;
using System.Text.Json;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Output;
using Amqp1.Cli.Settings;
using Amqp1.Rpc;

namespace Amqp1.Cli.Commands;

/// <summary>Calls a method and writes its result as JSON.</summary>
internal sealed class CallCommand : ToolCommand
{
    private readonly RequestOptions _request = new();
    private readonly Option<string?> _server = new("--server", "-s") { Description = "The server that has to answer. Default: any server of the topic.", HelpName = "NAME" };

    public CallCommand()
        : base("call", "Calls a method of a server and writes its result as JSON.")
    {
        _request.AddTo(this);
        Options.Add(_server);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 call compute build_instance name=web-1 flavor:='{\"vcpus\": 2}'",
        "amqp1 call compute list_instances --server host-7 --url amqp://user:password@bus:5672",
        "amqp1 call compute resize @arguments.json --timeout 5s -c /etc/nova/nova.conf",
        "echo '{\"name\": \"web-1\"}' | amqp1 call compute build_instance -",
    ];

    /// <inheritdoc />
    public override async Task<int> RunAsync(CommandRun run)
    {
        var request = await _request.ReadAsync(run, run.Get(_server)).ConfigureAwait(false);
        await using var transport = await BusConnection.OpenAsync(run, request.Bus).ConfigureAwait(false);
        var client = transport.CreateRpcClient(request.Target, RemoteExceptionRegistry.None).Prepare(context: request.Context);
        var result = await Progress.WhileAsync(
            run.Terminal,
            $"Waiting for the answer to {request.Method} of topic {request.Target.Topic}",
            () => client.CallAsync<JsonElement>(request.Method, request.Arguments, run.Cancel)).ConfigureAwait(false);
        run.Terminal.WriteJson(JsonNodes.Of(result));
        return ExitCode.Success;
    }
}
