using System.CommandLine;
using Amqp1.Cli.Commands.Tops;
using Amqp1.Cli.Execution;
using Amqp1.Cli.Settings;
using Amqp1.Embedded.Load;
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
    private readonly Option<string?> _management = new("--management") { Description = "The management API of RabbitMQ. Default: http://HOST:15672 with the host, user and password of the URL.", HelpName = "URL" };

    public TopCommand()
        : base("top", "Shows connections, addresses, queues, rates, waiting messages and slow consumers of the embedded router and broker, of qdrouterd, skupper-router, qpidd and RabbitMQ.")
    {
        Options.Add(_once);
        Options.Add(_interval);
        Options.Add(_limit);
        Options.Add(_management);
        _bus.AddTo(this);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
    [
        "amqp1 top",
        "amqp1 top --interval 5s --url amqp://operator:password@router:5672",
        "amqp1 top --url rabbit://monitor:password@rabbit/ --management https://rabbit:15671",
        "amqp1 top --once --json | jq '.addresses[] | select(.consumers == 0) | .name'",
    ];

    /// <inheritdoc />
    public override async Task<int> RunAsync(CommandRun run)
    {
        var settings = _bus.Read(run.Parsed);
        await using var source = await LoadSources.OpenAsync(run, settings, ReadManagement(run), run.Timeout ?? DefaultTimeout).ConfigureAwait(false);
        var isStream = run.Terminal.IsJson ? run.Get(_interval) is not null : run.Terminal.IsInteractive;
        if (run.Get(_once) || !isStream)
        {
            Write(run, (await source.ReadAsync(run.Cancel).ConfigureAwait(false)).Since(null));
            return ExitCode.Success;
        }

        try
        {
            await (run.Terminal.IsJson ? StreamAsync(run, source) : LiveAsync(run, source)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (run.Cancel.IsCancellationRequested)
        {
            // Ctrl-C is the usual end.
        }

        return ExitCode.Success;
    }

    private Uri? ReadManagement(CommandRun run) => run.Get(_management) switch
    {
        null => null,
        var text when Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" => url,

        // The text itself may have a password.
        _ => throw new UsageException("The value of --management is not a URL that starts with http:// or https://."),
    };

    private void Write(CommandRun run, BusLoad load)
    {
        if (run.Terminal.IsJson)
        {
            run.Terminal.WriteJson(LoadJson.Of(load));
        }
        else
        {
            run.Terminal.Write(TopView.Draw(load, run.Get(_limit)));
        }
    }

    private async Task StreamAsync(CommandRun run, ILoadSource source)
    {
        using var timer = new PeriodicTimer(run.Get(_interval) ?? DefaultInterval);
        BusLoad? before = null;
        do
        {
            var now = await source.ReadAsync(run.Cancel).ConfigureAwait(false);
            run.Terminal.WriteJsonLine(LoadJson.Of(now.Since(before)));
            before = now;
        }
        while (await timer.WaitForNextTickAsync(run.Cancel).ConfigureAwait(false));
    }

    private async Task LiveAsync(CommandRun run, ILoadSource source)
    {
        using var timer = new PeriodicTimer(run.Get(_interval) ?? DefaultInterval);
        var before = await source.ReadAsync(run.Cancel).ConfigureAwait(false);
        await run.Terminal.Console.Live(TopView.Draw(before.Since(null), run.Get(_limit))).StartAsync(async live =>
        {
            live.Refresh();
            while (await timer.WaitForNextTickAsync(run.Cancel).ConfigureAwait(false))
            {
                var now = await source.ReadAsync(run.Cancel).ConfigureAwait(false);
                live.UpdateTarget(TopView.Draw(now.Since(before), run.Get(_limit)));
                before = now;
            }
        }).ConfigureAwait(false);
    }
}
