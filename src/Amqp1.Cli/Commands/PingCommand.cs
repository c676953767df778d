using System.CommandLine;
using Amqp1.Cli.Commands.Pings;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands;

/// <summary>Measures the round trip to the servers of a topic.</summary>
internal sealed class PingCommand : ToolCommand
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(2);

    private readonly BusOptions _bus = new();
    private readonly TargetOptions _target = new();
    private readonly Argument<string> _topic = new("topic") { Description = "The topic of the servers." };
    private readonly Option<string[]> _servers = new("--server", "-s") { Description = "A server to ping. May be repeated. Default: any server of the topic.", HelpName = "NAME", DefaultValueFactory = _ => [] };
    private readonly Option<int> _count = new("--count", "-n") { Description = "The number of pings for each server.", HelpName = "N", DefaultValueFactory = _ => 3 };

    public PingCommand()
        : base("ping", "Measures the round trip of a call to the servers of a topic. A server without the ping method answers with an error, which counts.")
    {
        _count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 10_000)
            {
                result.AddError("--count must be from 1 to 10000.");
            }
        });
        Arguments.Add(_topic);
        Options.Add(_servers);
        Options.Add(_count);
        _target.AddTo(this);
        _bus.AddTo(this);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 ping compute",
        "amqp1 ping compute --server host-1 --server host-2 --count 5 --timeout 500ms",
    ];

    /// <inheritdoc />
    public override async Task<int> RunAsync(CommandRun run)
    {
        var bus = _bus.Read(run.Parsed);
        IEnumerable<string?> servers = run.Get(_servers) is { Length: > 0 } named ? named : new string?[] { null };
        await using var transport = await BusConnection.OpenAsync(run, bus).ConfigureAwait(false);
        var results = new List<PingResult>();
        foreach (var server in servers)
        {
            var pinger = new Pinger(transport, _target.Read(run.Parsed, run.Get(_topic), server), run.Timeout ?? DefaultTimeout);
            results.Add(await pinger.RunAsync(run, run.Get(_count)).ConfigureAwait(false));
        }

        PingReport.Write(run.Terminal, results);
        return results.TrueForAll(result => result.Answers > 0) ? ExitCode.Success : ExitCode.Timeout;
    }
}
