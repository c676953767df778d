using System.CommandLine;
using Amqp1.Cli.Commands.Tops;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Management;
using Amqp1.Cli.Settings;
using Spectre.Console;

namespace Amqp1.Cli.Commands;

/// <summary>Shows the connections, addresses and rates of a router or broker.</summary>
internal sealed class TopCommand : ToolCommand
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(2);

    private readonly BusOptions _bus = new();
    private readonly Option<bool> _once = new("--once") { Description = "Write the state once and end. This is the default when the output is not a terminal, except with --json and --interval." };
    private readonly Option<TimeSpan?> _interval = new("--interval", "-i") { Description = "The time between two states. Default: 2 s.", HelpName = "TIME", CustomParser = Duration.ParseOption };
    private readonly Option<int> _limit = new("--limit") { Description = "The maximum number of rows in each table.", HelpName = "N", DefaultValueFactory = _ => 20 };

    public TopCommand()
        : base("top", "Shows connections, addresses, rates, waiting messages and slow consumers, over the management node of ours, qdrouterd or skupper-router.")
    {
        Options.Add(_once);
        Options.Add(_interval);
        Options.Add(_limit);
        _bus.AddTo(this);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 top",
        "amqp1 top --interval 5s --url amqp://operator:password@router:5672",
        "amqp1 top --once --json | jq '.addresses[] | select(.subscriberCount == 0) | .name'",
    ];

    /// <inheritdoc />
    public override async Task<int> RunAsync(CommandRun run)
    {
        var settings = _bus.Read(run.Parsed);
        await using var connection = await ManagementConnection.OpenAsync(run, settings).ConfigureAwait(false);
        var node = await ManagementNode.AttachAsync(connection.Sessions, run.Timeout ?? DefaultTimeout, run.Cancel).ConfigureAwait(false);
        var reader = new TopReader(connection, node);
        var isStream = run.Terminal.IsJson ? run.Get(_interval) is not null : run.Terminal.IsInteractive;
        if (run.Get(_once) || !isStream)
        {
            Write(run, await reader.ReadAsync(run.Cancel).ConfigureAwait(false));
            return ExitCode.Success;
        }

        try
        {
            await (run.Terminal.IsJson ? StreamAsync(run, reader) : LiveAsync(run, reader)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (run.Cancel.IsCancellationRequested)
        {
            // Ctrl-C is the usual end.
        }

        return ExitCode.Success;
    }

    private void Write(CommandRun run, TopSnapshot snapshot)
    {
        if (run.Terminal.IsJson)
        {
            run.Terminal.WriteJson(TopReader.ToJson(snapshot));
        }
        else
        {
            run.Terminal.Write(TopView.Draw(snapshot, null, run.Get(_limit)));
        }
    }

    private async Task StreamAsync(CommandRun run, TopReader reader)
    {
        using var timer = new PeriodicTimer(run.Get(_interval) ?? DefaultInterval);
        do
        {
            run.Terminal.WriteJsonLine(TopReader.ToJson(await reader.ReadAsync(run.Cancel).ConfigureAwait(false)));
        }
        while (await timer.WaitForNextTickAsync(run.Cancel).ConfigureAwait(false));
    }

    private async Task LiveAsync(CommandRun run, TopReader reader)
    {
        using var timer = new PeriodicTimer(run.Get(_interval) ?? DefaultInterval);
        var before = await reader.ReadAsync(run.Cancel).ConfigureAwait(false);
        await run.Terminal.Console.Live(TopView.Draw(before, null, run.Get(_limit))).StartAsync(async live =>
        {
            live.Refresh();
            while (await timer.WaitForNextTickAsync(run.Cancel).ConfigureAwait(false))
            {
                var now = await reader.ReadAsync(run.Cancel).ConfigureAwait(false);
                live.UpdateTarget(TopView.Draw(now, before, run.Get(_limit)));
                before = now;
            }
        }).ConfigureAwait(false);
    }
}
