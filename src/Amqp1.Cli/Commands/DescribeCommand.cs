using System.CommandLine;
using System.Text.Json.Nodes;
using Amqp1.Cli.Commands.Descriptions;
using Amqp1.Cli.Commands.Interfaces;
using Amqp1.Cli.Commands.Services;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Settings;
using Amqp1.Descriptions;

namespace Amqp1.Cli.Commands;

/// <summary>Describes a service: from the answers of its servers, from its assembly, or from its AsyncAPI document.</summary>
internal sealed class DescribeCommand : ToolCommand
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private readonly BusOptions _bus = new();
    private readonly Argument<string> _subject = new("subject") { Description = "A topic, the assembly of a service (.dll), or with --client an AsyncAPI document (.json)." };
    private readonly Option<string[]> _servers = new("--server", "-s") { Description = "A server of the topic. May be repeated. Default: any server.", HelpName = "NAME", DefaultValueFactory = _ => [] };
    private readonly Option<string?> _exchange = new("--exchange") { Description = "The exchange of the topic. Default: that of the options (openstack).", HelpName = "NAME" };
    private readonly Option<bool> _asyncApi = new("--asyncapi") { Description = "Write an AsyncAPI 3 document of the topic." };
    private readonly Option<bool> _client = new("--client") { Description = "Write a C# client interface for the topic, or for an AsyncAPI document." };
    private readonly Option<string?> _namespace = new("--client-namespace") { Description = "The namespace of the C# client interface. Default: none.", HelpName = "NAME" };

    public DescribeCommand()
        : base("describe", "Shows what servers offer, as text, as an AsyncAPI document or as a C# interface; or what an assembly serves, calls and listens to.")
    {
        Arguments.Add(_subject);
        Options.Add(_servers);
        Options.Add(_exchange);
        Options.Add(_asyncApi);
        Options.Add(_client);
        Options.Add(_namespace);
        _bus.AddTo(this);
        Validators.Add(result =>
        {
            if (result.GetValue(_asyncApi) && result.GetValue(_client))
            {
                result.AddError("--asyncapi and --client exclude each other.");
            }
        });
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 describe compute",
        "amqp1 describe compute --server host-1 --server host-2 --json",
        "amqp1 describe compute --asyncapi > asyncapi.json",
        "amqp1 describe asyncapi.json --client --client-namespace Shop > ICompute.cs",
        "amqp1 describe bin/Release/net10.0/ComputeService.dll",
    ];

    /// <inheritdoc />
    public override async Task<int> RunAsync(CommandRun run)
    {
        var subject = run.Get(_subject);
        if (run.Get(_client) && subject.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            WriteClient(run, await AsyncApiFile.ReadAsync(subject, run.Cancel).ConfigureAwait(false));
        }
        else if (IsAssembly(subject))
        {
            if (run.Get(_client) || run.Get(_asyncApi))
            {
                throw new UsageException("The metadata of an assembly does not say how its types are serialized. Name the topic of a running service instead.");
            }

            AssemblyReport.Write(run.Terminal, AssemblyDescription.Read(subject));
        }
        else
        {
            await DescribeAsync(run, subject).ConfigureAwait(false);
        }

        return ExitCode.Success;
    }

    private static bool IsAssembly(string subject) =>
        subject.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || subject.EndsWith(".exe", StringComparison.OrdinalIgnoreCase);

    private async Task DescribeAsync(CommandRun run, string topic)
    {
        var bus = _bus.Read(run.Parsed);
        IEnumerable<string?> servers = run.Get(_servers) is { Length: > 0 } named ? named : new string?[] { null };
        await using var transport = await BusConnection.OpenAsync(run, bus).ConfigureAwait(false);
        var query = new ServiceQuery(transport, run.Timeout ?? DefaultTimeout);
        var answers = new List<(JsonObject Json, DescribedService Service)>();
        foreach (var server in servers)
        {
            answers.Add(await query.RunAsync(run, new Target { Exchange = run.Get(_exchange), Topic = topic, Server = server }).ConfigureAwait(false));
        }

        if (run.Get(_asyncApi))
        {
            run.Terminal.WriteJson(DocumentOf(answers[0].Service));
        }
        else if (run.Get(_client))
        {
            WriteClient(run, DocumentOf(answers[0].Service));
        }
        else if (run.Terminal.IsJson)
        {
            run.Terminal.WriteJson(new JsonArray([.. answers.Select(answer => answer.Json)]));
        }
        else
        {
            answers.ForEach(answer => ServiceReport.Write(run.Terminal, answer.Service));
        }
    }

    private static JsonObject DocumentOf(DescribedService service)
    {
        var document = new AsyncApiDocument(service.Topic, service.Endpoints is [var first, ..] ? first.Version : "1.0");
        document.Add(service);
        return document.Create();
    }

    private void WriteClient(CommandRun run, JsonObject document) =>
        run.Terminal.WriteLine(new ClientInterface(document, run.Get(_namespace)).Write().TrimEnd('\n'));
}
