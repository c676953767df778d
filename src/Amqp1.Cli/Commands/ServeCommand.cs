using System.CommandLine;
using Amqp1.Cli.Commands.Stubs;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands;

/// <summary>Runs a stub server that answers from a file.</summary>
internal sealed class ServeCommand : ToolCommand
{
    private readonly BusOptions _bus = new();
    private readonly Argument<string> _file = new("file") { Description = "A JSON file: {\"topic\": ..., \"methods\": {NAME: {\"result\": ..., \"error\": {\"class\": ..., \"message\": ...}, \"delay\": \"200ms\"}}}." };
    private readonly Option<string?> _topic = new("--topic") { Description = "The topic. Default: that of the file.", HelpName = "NAME" };
    private readonly Option<string?> _server = new("--server", "-s") { Description = "The name of the server. Default: that of the file, or the name of this machine.", HelpName = "NAME" };

    public ServeCommand()
        : base("serve", "Runs a stub server that answers from a JSON file, until Ctrl-C.")
    {
        Arguments.Add(_file);
        Options.Add(_topic);
        Options.Add(_server);
        _bus.AddTo(this);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 serve compute.json",
        "amqp1 serve compute.json --topic compute --server stub-1 --json",
        "cat compute.json",
        "  {\"topic\": \"compute\",",
        "   \"methods\": {",
        "     \"build_instance\": {\"result\": {\"name\": \"$name\", \"state\": \"active\"}, \"delay\": \"200ms\"},",
        "     \"reboot\": [{\"error\": {\"class\": \"InstanceNotFound\", \"module\": \"nova.exception\", \"message\": \"no web-1\"}}, {\"result\": null}]}}",
    ];

    /// <inheritdoc />
    public override async Task<int> RunAsync(CommandRun run)
    {
        var bus = _bus.Read(run.Parsed);
        var file = await StubFile.ReadAsync(run.Get(_file), run.Cancel).ConfigureAwait(false);
        var target = new Target
        {
            Exchange = file.Exchange,
            Topic = run.Get(_topic) ?? file.Topic ?? throw new UsageException("The file has no topic. Name one with --topic."),
            Server = run.Get(_server) ?? file.Server ?? Environment.MachineName,
        };
        bus.Options.Rpc.PingEnabled = true;
        bus.Options.Rpc.DescribeEnabled = true;
        await using var transport = await BusConnection.OpenAsync(run, bus).ConfigureAwait(false);
        var stub = new StubServer(run.Terminal, file);
        await using var server = transport.CreateRpcServer(target, (stub.Describe(target), stub));
        server.Start();
        await server.WaitUntilListeningAsync(run.Cancel).ConfigureAwait(false);
        run.Terminal.WriteNote($"Serving {file.Methods.Count} methods of topic {target.Topic} as {target.Server} at {bus.Url}. Press Ctrl-C to end.");
        await run.WaitForEndAsync().ConfigureAwait(false);
        await server.StopAsync().ConfigureAwait(false);
        return ExitCode.Success;
    }
}
